/** `deno run -A tests/azure/stand_in/serve.ts [SPEED]`: the stand-in until interrupted; prints what to put into the environment. */
import { ANNA, startStandIn } from "./stand_in.ts";

const speed = Number(Deno.args[0] ?? 1);
await using standIn = await startStandIn({ manners: { speed } });
const file = await Deno.makeTempFile({ suffix: ".pem" });
await Deno.writeTextFile(file, standIn.authority);
for (const [name, value] of Object.entries(standIn.environment(ANNA, file))) {
  console.log(`export ${name}=${value}`);
}
await new Promise((resolve) => Deno.addSignalListener("SIGINT", () => resolve(null)));
