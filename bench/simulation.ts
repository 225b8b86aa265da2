/**
 * How fast the simulation is: requests a second for every strategy, whether ten times the requests take
 * at most eleven times the time, what memory a million requests take, and the whole matrix.
 *
 * `deno run -A bench/simulation.ts [--quick]`: quick leaves out the million and the matrix.
 * @module
 */
import { matrix, MATRIX_STRATEGIES, run } from "../lib/simulation/mod.ts";

const SCENARIO = "morning-peak";
const REQUESTS = 20_000;
const ROUNDS = 3;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function medianSeconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await seconds(work));
  return times.sort((a, b) => a - b)[ROUNDS >> 1];
}

function line(what: string, value: string): void {
  console.log(`${what.padEnd(48)} ${value.padStart(16)}`);
}

let missed = 0;

/** A measure with a goal: at most `most`. */
function goal(what: string, value: number, most: number, unit: string): void {
  const kept = value <= most;
  if (!kept) missed++;
  const shown = `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  console.log(
    `${what.padEnd(48)} ${shown.padStart(16)}  goal: at most ${most}${kept ? "" : ", MISSED"}`,
  );
}

const spillover = (requests: number) =>
  run({ strategy: "priority-spillover", scenario: SCENARIO, requests });

async function main(quick: boolean): Promise<void> {
  await spillover(REQUESTS); // warm-up
  for (const strategy of MATRIX_STRATEGIES) {
    const time = await medianSeconds(() =>
      run({ strategy, scenario: SCENARIO, requests: REQUESTS })
    );
    line(strategy, `${Math.round(REQUESTS / time)} requests/s`);
  }
  const small = await medianSeconds(() => spillover(REQUESTS));
  const large = await medianSeconds(() => spillover(10 * REQUESTS));
  goal("time for 10 times the requests", large / small, 11, "times");
  if (quick) return;

  let highest = 0;
  const million = await seconds(() =>
    run({
      strategy: "priority-spillover",
      scenario: SCENARIO,
      requests: 1_000_000,
      onProgress: () => highest = Math.max(highest, Deno.memoryUsage().rss),
    })
  );
  goal("1,000,000 requests, priority-spillover", million, 20, "s");
  goal("highest memory meanwhile", highest / 2 ** 20, 500, "MiB");
  let pairs = 0;
  const all = await seconds(async () => pairs = (await matrix()).reports.length);
  goal(`matrix of ${pairs} pairs, 10,000 requests each`, all, 60, "s");
}

if (import.meta.main) {
  await main(Deno.args.includes("--quick"));
  Deno.exit(missed === 0 ? 0 : 1);
}
