/**
 * The gateway under a backend that fails by a script, for as long as is asked: every request is accounted for, none
 * arrives twice that must not, memory and file descriptors end where they began.
 *
 *     deno run -A bench/soak.ts [--seconds N] [--rate R] [--requests N] [--lanes L]
 *
 * By default an hour at 50 requests a second. With `--requests` so many as fast as they go.
 * @module
 */
import { readArguments } from "./support/arguments.ts";
import { faultOf, FaultyBackend } from "./support/faulty_backend.ts";
import { GATEWAY_FLAGS, startServer } from "./support/process.ts";

export interface SoakResult {
  readonly sent: number;
  readonly answered: number;
  /** Cut or failed, as the script wants it. */
  readonly failed: number;
  /** Answered with something other than what the script says. */
  readonly wrong: number;
  /** Arrived more than once though answered, or more than twice. */
  readonly twice: number;
  readonly memoryMiB: { readonly atStart: number; readonly atEnd: number };
  readonly descriptors: { readonly atStart: number; readonly atEnd: number };
}

export interface SoakOptions {
  readonly requests: number;
  /** Requests a second; Infinity for as fast as they go. */
  readonly rate: number;
  /** Requests at a time. */
  readonly lanes: number;
}

/** Requests before the first measurement: by then everything has been compiled, and the heap has its size. */
const WARM_UP = 2_000;

export async function soak({ requests, rate, lanes }: SoakOptions): Promise<SoakResult> {
  await using backend = new FaultyBackend();
  await using gateway = await startServer(
    new URL("support/soak_gateway.ts", import.meta.url),
    [backend.url],
    GATEWAY_FLAGS,
  );
  const counts = { answered: 0, failed: 0, wrong: 0 };
  const call = async (index: number) => {
    const expected = EXPECTED[faultOf(index)];
    const post = index % 2 === 1;
    let got: string;
    try {
      const response = await fetch(`${gateway.url}/fuzz/${index}`, {
        method: post ? "POST" : "GET",
        body: post ? "x".repeat(index % 3_000) : undefined,
        signal: AbortSignal.timeout(30_000),
      });
      const text = await response.text();
      got = response.status === 200 && text === `answer ${index}` ? "200" : `${response.status}`;
    } catch {
      got = "cut";
    }
    if (got !== expected) counts.wrong++;
    else if (got === "200" || got === "503") counts.answered++;
    else counts.failed++;
  };
  const run = async (from: number, until: number) => {
    let next = from;
    const started = performance.now();
    const lane = async () => {
      while (next < until) {
        const index = next++;
        const due = started + (index - from) / rate * 1000;
        const wait = due - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        await call(index);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };
  const warmUp = Math.min(WARM_UP, requests);
  await run(0, warmUp);
  await settled();
  const before = { memory: gateway.memoryMiB(), descriptors: gateway.descriptors() };
  await run(warmUp, warmUp + requests);
  await settled();
  let twice = 0;
  for (const [index, times] of backend.arrivals) {
    const may = faultOf(index) === "closed-unanswered" ? 2 : 1;
    if (times > may) twice++;
  }
  return {
    sent: warmUp + requests,
    ...counts,
    twice,
    memoryMiB: { atStart: before.memory, atEnd: gateway.memoryMiB() },
    descriptors: { atStart: before.descriptors, atEnd: gateway.descriptors() },
  };
}

const EXPECTED: Readonly<Record<ReturnType<typeof faultOf>, string>> = {
  "none": "200",
  "chunked": "200",
  "unavailable": "503",
  "closed-unanswered": "500",
  "cut": "cut",
  "trailing-bytes": "200",
  "closed-after": "200",
  "garbage": "500",
  "late": "200",
};

/** Time for what was let go to be closed. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1_500));

export function soakLine({ sent, answered, failed, wrong, twice, ...rest }: SoakResult): string {
  const { memoryMiB, descriptors } = rest;
  return `soak ${sent} requests: ${answered} answered, ${failed} failed as scripted, ${wrong} otherwise, ` +
    `${twice} arrived too often, memory ${Math.round(memoryMiB.atStart)} to ` +
    `${
      Math.round(memoryMiB.atEnd)
    } MiB, descriptors ${descriptors.atStart} to ${descriptors.atEnd}`;
}

/** What is flat: the heap's own breathing is not growth. */
const MOST_GROWTH_MIB = 64;

export function isFlat({ memoryMiB, descriptors, wrong, twice }: SoakResult): boolean {
  return wrong === 0 && twice === 0 && descriptors.atEnd <= descriptors.atStart + 8 &&
    memoryMiB.atEnd <= memoryMiB.atStart + MOST_GROWTH_MIB;
}

if (import.meta.main) {
  const { seconds, rate, requests, lanes } = readArguments(Deno.args, {
    seconds: 3_600,
    rate: 50,
    requests: 0 as number,
    lanes: 32,
  });
  const result = await soak(
    requests > 0 ? { requests, rate: Infinity, lanes } : { requests: seconds * rate, rate, lanes },
  );
  console.log(soakLine(result));
  Deno.exit(isFlat(result) ? 0 : 1);
}
