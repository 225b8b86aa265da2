import assert from "node:assert/strict";
import { TelemetryRecorder } from "../../../lib/gateway/adapters/telemetry_recorder.ts";

const event = (at: number) => ({ at, kind: "metric", name: "m", data: {} } as const);

Deno.test("TelemetryRecorder keeps the newest events up to its capacity", () => {
  const recorder = new TelemetryRecorder(3);
  for (let at = 0; at < 20; at++) recorder.emit(event(at));
  assert.deepEqual(recorder.events.map(({ at }) => at), [17, 18, 19]);
  assert.equal(recorder.ofKind("breaker").length, 0);
});

Deno.test("TelemetryRecorder tells listeners until they stop", () => {
  const recorder = new TelemetryRecorder();
  const heard: number[] = [];
  const stop = recorder.listen(({ at }) => heard.push(at));
  recorder.emit(event(1));
  stop();
  recorder.emit(event(2));
  assert.deepEqual(heard, [1]);
});
