/** A served gateway in front of the backend that is given. Prints its URL. */
import { serveApi } from "./fixtures.ts";

// Listened for from the start, as the command does: Deno wants a descriptor for it.
Deno.addSignalListener("SIGTERM", () => Deno.exit(0));
const running = await serveApi(Deno.args[0]);
console.log(running.gatewayUrl);
