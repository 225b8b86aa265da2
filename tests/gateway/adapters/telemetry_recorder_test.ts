import assert from "node:assert/strict";
import {
  MAX_EVENT_BYTES,
  TelemetryRecorder,
} from "../../../lib/gateway/adapters/telemetry_recorder.ts";

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

Deno.test("TelemetryRecorder keeps no more bytes than it may, and tells of every event", () => {
  const recorder = new TelemetryRecorder();
  let heard = 0;
  recorder.listen(() => heard++);
  for (let at = 0; at < 200; at++) {
    recorder.emit({ ...event(at), data: { message: "a".repeat(1_000_000) + at } });
  }
  const { length } = recorder.events;
  assert.ok(recorder.bytes <= MAX_EVENT_BYTES && length > 20 && length < 40, `${length}`);
  assert.equal(recorder.events.at(-1)!.at, 199);
  recorder.emit({ ...event(200), data: { message: "a".repeat(MAX_EVENT_BYTES) } });
  assert.deepEqual([recorder.events.at(-1)!.at, heard], [199, 201]);
});
