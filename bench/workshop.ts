/**
 * What a learner waits for: a cell that imports the library, and the whole workshop, headless.
 *
 * `deno run -A bench/workshop.ts`
 * @module
 */
import { ownArguments } from "./support/arguments.ts";
import { median } from "./support/statistics.ts";

const IMPORT_GOAL_SECONDS = 3;
const WORKSHOP_GOAL_SECONDS = 120;
const ROUNDS = 5;
const ROOT = new URL("../", import.meta.url);

/** Real seconds that a Deno process takes, to its end. @throws Error when it fails */
async function seconds(...args: string[]): Promise<number> {
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`deno ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return (performance.now() - start) / 1000;
}

ownArguments({}); // takes none
const empty: number[] = [];
const imports: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  empty.push(await seconds("eval", ""));
  imports.push(await seconds("eval", 'await import("workshop")'));
}
const imported = median(imports);
console.log(
  `import of the library: ${imported.toFixed(2)} s, ${
    (imported / median(empty)).toFixed(1)
  } x an empty process (goal: under ${IMPORT_GOAL_SECONDS} s)`,
);
const results = await Deno.makeTempDir({ prefix: "workshop-bench-" });
try {
  const whole = await seconds("task", "workshop", "--results", results);
  console.log(
    `workshop, seven notebooks: ${whole.toFixed(0)} s (goal: under ${WORKSHOP_GOAL_SECONDS} s)`,
  );
  Deno.exitCode = imported < IMPORT_GOAL_SECONDS && whole < WORKSHOP_GOAL_SECONDS ? 0 : 1;
} finally {
  await Deno.remove(results, { recursive: true });
}
