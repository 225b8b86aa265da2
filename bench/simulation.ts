/**
 * How fast the simulation is: requests a second for every strategy, whether ten times the requests take
 * at most eleven times the time, what memory a million requests take, and the whole matrix. Seconds are of
 * processor time, all threads together: what one core needs, whatever else the machine does.
 *
 * `deno run -A bench/simulation.ts [--quick]`: quick leaves out the million and the matrix.
 * @module
 */
import process from "node:process";
import { matrix, MATRIX_STRATEGIES, run } from "../lib/simulation/mod.ts";
import { ownArguments } from "./support/arguments.ts";
import { median } from "./support/statistics.ts";

const SCENARIO = "morning-peak";
const REQUESTS = 20_000;
const ROUNDS = 5;

/** Seconds of processor time that `work` takes. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function medianSeconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await seconds(work));
  return median(times);
}

function line(what: string, value: string): void {
  console.log(`${what.padEnd(48)} ${value.padStart(16)}`);
}

let missed = 0;

/** A measure that should not be lower than `least`. */
function floor(what: string, value: number, least: number): void {
  const kept = value >= least;
  if (!kept) missed++;
  console.log(
    `${what.padEnd(48)} ${value.toFixed(2).padStart(16)}  goal: at least ${least}${
      kept ? "" : ", MISSED"
    }`,
  );
}

/**
 * What the matrix on one thread takes over what it takes on all of them, a core. Processor time tells the work that
 * more threads add (their start, their cold code) whatever else the machine does; real time tells the waiting, too, and
 * means something on a quiet machine only.
 */
async function efficiency(): Promise<{ processor: number; real: number }> {
  const cores = navigator.hardwareConcurrency;
  const measure = async (threads: number) => {
    const start = performance.now();
    const processor = await seconds(() =>
      matrix({ scenarios: [SCENARIO, "burst"], requests: REQUESTS, threads })
    );
    return { processor, real: performance.now() - start };
  };
  const ratios: { processor: number; real: number }[] = [];
  for (let i = 0; i < 3; i++) {
    const [one, all] = [await measure(1), await measure(cores)];
    ratios.push({ processor: one.processor / all.processor, real: one.real / all.real / cores });
  }
  return {
    processor: median(ratios.map(({ processor }) => processor)),
    real: median(ratios.map(({ real }) => real)),
  };
}

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

/** What a caller's body costs to read and write: the yardstick of a request. Seconds. */
async function bodySeconds(): Promise<number> {
  const body = JSON.stringify({
    model: "set-by-the-policy",
    instructions: "Answer in exactly 3 words.",
    input: "What color is the sky? ".repeat(10),
    max_output_tokens: 20,
  });
  const copies = 300_000;
  let length = 0;
  const time = await seconds(async () => {
    for (let i = 0; i < copies; i++) length += JSON.stringify(JSON.parse(body)).length;
  });
  if (length !== copies * body.length) throw new Error("the yardstick does not do its work");
  return time / copies;
}

/** Times that yardstick which a request through the spillover policy costs. */
async function requestInBodies(): Promise<number> {
  await bodySeconds(); // warm-up
  const ratios: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const request = await seconds(() => spillover(5 * REQUESTS)) / (5 * REQUESTS);
    ratios.push(request / await bodySeconds());
  }
  return median(ratios);
}

async function main(quick: boolean): Promise<void> {
  await spillover(REQUESTS); // warm-up
  goal("a request, in JSON round trips of its body", await requestInBodies(), 20, "times");
  const ratios: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const small = await seconds(() => spillover(REQUESTS));
    ratios.push(await seconds(() => spillover(10 * REQUESTS)) / small);
  }
  goal("time for 10 times the requests", median(ratios), 11, "times");
  for (const strategy of MATRIX_STRATEGIES) {
    const time = await medianSeconds(() =>
      run({ strategy, scenario: SCENARIO, requests: REQUESTS })
    );
    line(strategy, `${Math.round(REQUESTS / time)} requests/s`);
  }
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
  const used = await efficiency();
  const cores = `${navigator.hardwareConcurrency} cores`;
  floor(`processor time of the matrix on ${cores} that is work`, used.processor, 0.85);
  line(`real use of each of ${cores} by the matrix`, used.real.toFixed(2));
  let pairs = 0;
  const all = await seconds(async () => pairs = (await matrix()).reports.length);
  goal(`matrix of ${pairs} pairs, 10,000 requests each`, all, 60, "s");
}

if (import.meta.main) {
  await main(ownArguments({ quick: false }).quick);
  Deno.exit(missed === 0 ? 0 : 1);
}
