/**
 * Deploys all that the notebooks do, one thing after the other, sends some requests to each, and removes it all; says
 * on stdout what it is at, a JSON object a line. Its configuration is its environment.
 */
import { buildExhibit, buildPolicy, openLab, STRATEGIES } from "../../lib/mod.ts";

const REQUESTS = 6;

const stdout = Deno.stdout.writable.getWriter();
const say = (what: Readonly<Record<string, unknown>>) =>
  stdout.write(new TextEncoder().encode(`${JSON.stringify(what)}\n`));
console.log = () => {}; // the card, and what deploy shows

try {
  await say({ at: "open" });
  const lab = await openLab("00-setup", { config: { target: "azure" } });
  for (const name of STRATEGIES) {
    await say({ at: name });
    await lab.deploy(buildPolicy(name, lab.backends, lab.options), { quiet: true });
    const records = await lab.closedLoop(name, { count: REQUESTS, workers: 3 });
    await say({ deployed: name, statuses: records.map(({ status }) => status) });
  }
  await say({ at: "fault" });
  await lab.faults.during("backend-a", { kind: "error", status: 500 }, async () => {
    const records = await lab.closedLoop("fault", { count: REQUESTS, workers: 3 });
    await say({ deployed: "fault", statuses: records.map(({ status }) => status) });
  });
  await say({ at: "exhibit" });
  await lab.putExhibit(buildExhibit("circuit-breaker", lab.backends));
  await say({ at: "close" });
  await lab.close({ cleanUp: true });
  await say({ done: true });
} catch (error) {
  await say({ failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  Deno.exit(1);
}
Deno.exit(0);
