/** Runs one fuzzer for a while; tells after each second how far it is, and at the end what came of it. */
import process from "node:process";
import { SystemClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import type { Target } from "./target.ts";

/** The worker's side of its channel: the program is checked as one with a window. */
const host = self as unknown as {
  postMessage(report: Report): void;
  onmessage: (event: MessageEvent<Order>) => void;
};

/** What the worker is told. */
export interface Order {
  readonly name: string;
  readonly seed: string;
  readonly seconds: number;
  /** The first attempt: each has a seed of its own. */
  readonly from: number;
}

/** What it tells: while it runs, and once `done`. */
export interface Report {
  readonly done: boolean;
  readonly tried: number;
  readonly ok: number;
  readonly refused: number;
  readonly lost: number;
  readonly internal: number;
  readonly crashes: number;
  /** Attempts that took more than a second of processor time. */
  readonly hangs: number;
  /** What to run again: attempts and what went wrong. */
  readonly examples: readonly string[];
}

const MOST_EXAMPLES = 5;

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function run({ name, seed, seconds, from }: Order): Promise<void> {
  const { target }: { target: () => Target | Promise<Target> } = await import(`./${name}.ts`);
  const clock = new SystemClock();
  const until = clock.now() + seconds * 1000;
  const counts = { ok: 0, refused: 0, lost: 0, internal: 0, crashes: 0, hangs: 0 };
  const examples: string[] = [];
  const note = (index: number, what: string) => {
    if (examples.length < MOST_EXAMPLES) examples.push(`--from ${index}: ${what}`);
  };
  await using subject = await target();
  let tried = 0;
  const tell = (done: boolean) => host.postMessage({ done, tried, ...counts, examples });
  let toldAt = -Infinity;
  const width = subject.width ?? 1;
  const attempt = async (index: number) => {
    const started = cpuMs();
    try {
      const outcome = await subject.attempt(new Random(`${seed}/${name}/${index}`));
      counts[outcome]++;
      if (outcome === "lost" || outcome === "internal") note(index, outcome);
    } catch (error) {
      counts.crashes++;
      note(index, String(error instanceof Error ? error.stack : error).slice(0, 600));
    }
    const took = cpuMs() - started;
    if (width > 1 || took < 1_000) return;
    counts.hangs++;
    note(index, `took ${Math.round(took)} ms of processor time`);
  };
  const lane = async () => {
    while (clock.now() < until) {
      if (clock.now() - toldAt > 1_000) {
        tell(false);
        toldAt = clock.now();
      }
      await attempt(from + tried++);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  tell(true);
}

host.onmessage = ({ data }) => void run(data);
