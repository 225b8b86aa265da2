/** A gateway before one backend, for long runs. Prints its URL. */
import { serveGateway } from "../../lib/gateway/mod.ts";
import { publishApiFor } from "../fuzz/api.ts";

const running = await serveGateway();
await publishApiFor(running.gateway.management, Deno.args[0], 10);
console.log(running.gatewayUrl);
