import assert from "node:assert/strict";
import { VirtualClock } from "../../lib/core/clock.ts";
import { LineLog } from "../../lib/core/line_log.ts";

Deno.test("LineLog says each kind once a minute, with what was left out", async () => {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const log = new LineLog(clock, (line) => lines.push(line));
  for (let i = 0; i < 5; i++) log.say("a");
  log.say("b");
  assert.deepEqual(lines, ["a", "b"]);
  await clock.advance(60_000);
  log.say("a");
  assert.deepEqual(lines.slice(2), ["a (4 times more since the last line)"]);
});
