import assert from "node:assert/strict";
import { PatientClock } from "../../lib/testing/patient_clock.ts";

Deno.test("PatientClock waits for what its events bring, however far away they are", async () => {
  const clock = new PatientClock(0, 20);
  await clock.until(clock.sleep(86_400_000));
  assert.equal(clock.now(), 86_400_000);
});

Deno.test("PatientClock gives up on what no event can bring", async () => {
  const clock = new PatientClock(0, 20);
  const never = new Promise(() => {});
  await assert.rejects(clock.until(never), /does a reply's function never end\?.* for 0\.02 s/);
  const endless = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
  await assert.rejects(clock.untilRead(endless).getReader().read(), /never end/);
});
