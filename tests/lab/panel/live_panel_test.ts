import assert from "node:assert/strict";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { type Display, showOn } from "../../../lib/lab/show/display.ts";
import { LivePanel, type LivePanelOptions } from "../../../lib/lab/panel/live_panel.ts";
import { RunEvents } from "../../../lib/lab/runs/run_events.ts";
import { spillover } from "./events.ts";

/** What the panel showed: each picture's first line, and the options it was shown with. */
async function pictures(
  events: RunEvents,
  options: Omit<LivePanelOptions, "clock">,
  work: (clock: VirtualClock) => Promise<unknown> = () => Promise.resolve(),
) {
  const shown: { line: string; atMs: number; options: Parameters<Display>[1] }[] = [];
  const clock = new VirtualClock(0);
  showOn((bundle, options) => {
    shown.push({ line: bundle["text/plain"].split("\n")[0], atMs: clock.now(), options });
    return Promise.resolve();
  });
  try {
    await clock.run(new LivePanel(events, { ...options, clock }).during(work(clock)));
  } finally {
    showOn(undefined);
  }
  return shown;
}

const requests = (line: string) => Number(/(\d+)\/100 requests/.exec(line)![1]);

Deno.test("LivePanel plays a run that was over at once, in a few seconds and in one place", async () => {
  const shown = await pictures(spillover(), { simulated: true, pace: "eyes" });
  const counts = shown.map(({ line }) => requests(line));
  assert.ok(shown.length >= 15 && shown.at(-1)!.atMs <= 5_000);
  assert.deepEqual(counts, counts.toSorted((a, b) => a - b));
  assert.ok(counts[0] < 10 && counts.at(-1) === 100);
  assert.equal(new Set(shown.map(({ options }) => options.display_id)).size, 1);
  assert.deepEqual(shown.map(({ options }) => options.update), shown.map((_, i) => i > 0));
});

Deno.test("LivePanel shows but the end where nobody watches", async () => {
  const shown = await pictures(spillover(), { simulated: true, pace: "instant" });
  assert.deepEqual(shown.map(({ line }) => requests(line)), [100]);
});

Deno.test("LivePanel shows a live run while it goes on, and does not play it again", async () => {
  const events = new RunEvents("live", 100);
  const all = spillover({ seen: false }).all;
  const shown = await pictures(events, { simulated: false, pace: "eyes" }, async (clock) => {
    for (const event of all) {
      await clock.sleep(100);
      events.add(event);
    }
  });
  const counts = shown.map(({ line }) => requests(line));
  assert.ok(counts.some((count) => count > 20 && count < 80));
  assert.deepEqual(counts, counts.toSorted((a, b) => a - b));
  assert.equal(counts.at(-1), 100);
});

Deno.test("LivePanel goes to the end when it is interrupted, and passes a failure on after it", async () => {
  const signal = AbortSignal.abort();
  const shown = await pictures(spillover(), { simulated: true, pace: "eyes", signal });
  assert.ok(shown.length <= 2);
  assert.equal(requests(shown.at(-1)!.line), 100);
  const failing = pictures(
    spillover(),
    { simulated: true, pace: "instant" },
    () => Promise.reject(new Error("broken")),
  );
  await assert.rejects(failing, /broken/);
});
