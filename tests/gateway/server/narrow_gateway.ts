/** A served gateway in front of the backend that is given. Prints its URL. */
import { serveApi } from "./fixtures.ts";

const running = await serveApi(Deno.args[0]);
console.log(running.gatewayUrl);
