/** Opens a lab for each environment of the JSON on stdin, one after the other; prints what came of each as JSON. */
import "../defects.ts";
import { openLab } from "../../lib/mod.ts";
import { SystemClock } from "../../lib/core/clock.ts";

const environments: Record<string, string>[] = JSON.parse(
  await new Response(Deno.stdin.readable).text(),
);
const clock = new SystemClock();
const outcomes = [];
console.log = () => {}; // the card; what came of it is said below
for (const environment of environments) {
  const start = clock.now();
  for (const [name, value] of Object.entries(environment)) Deno.env.set(name, value);
  const folder = await Deno.makeTempDir();
  let said = "";
  try {
    const lab = await openLab("00-setup", { config: { folder, target: "azure" } });
    await lab.close();
  } catch (error) {
    said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  outcomes.push({ said, seconds: (clock.now() - start) / 1000 });
}
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(outcomes)));
Deno.exit(0);
