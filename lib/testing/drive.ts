/**
 * Moving the virtual clock while somebody waits.
 * @module
 */
import { SystemClock, type VirtualClock } from "../core/clock.ts";

/** How long something may take that the virtual clock knows nothing of, as a file that a reply reads: real time. */
const PATIENCE_MS = 10_000;

const TURN_MS = 1;

const real = new SystemClock();

/**
 * Waits for `work`, moving the clock from event to event meanwhile.
 * @throws Error when nothing is left to happen on the clock and ten real seconds have passed
 */
export async function drive<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let settled = false;
  const done = () => void (settled = true);
  work.then(done, done);
  let idleSince: number | null = null;
  for (;;) {
    await clock.advance(0);
    if (settled) return work;
    if (clock.step()) {
      idleSince = null;
      continue;
    }
    idleSince ??= real.now();
    if (real.now() - idleSince > PATIENCE_MS) {
      throw new Error(
        "The gateway waits for something that is not on its clock: does a reply's function never " +
          `end? Nothing happened for ${PATIENCE_MS / 1000} s.`,
      );
    }
    await real.sleep(TURN_MS);
  }
}

/** The stream, with the clock moving whenever somebody waits for a part of it. */
export function driven(
  clock: VirtualClock,
  stream: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await drive(clock, reader.read());
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
