import assert from "node:assert/strict";
import { type Fidelity, FIDELITY_SWITCHES } from "../../lib/gateway/mod.ts";
import { embeddedPlane, PROBES, runProbes, WITHOUT_PROBE } from "../../lib/probes/mod.ts";

Deno.test("every fidelity switch has a probe or a reason why not, and only one of them", () => {
  const probed = PROBES.map(({ settles }) => settles);
  const excused = Object.keys(WITHOUT_PROBE);
  assert.deepEqual([...probed, ...excused].sort(), Object.keys(FIDELITY_SWITCHES).sort());
});

for (const probe of PROBES) {
  for (const choice of FIDELITY_SWITCHES[probe.settles].choices) {
    Deno.test(`the probe of ${probe.settles} sees ${choice}`, async () => {
      const plane = embeddedPlane({ [probe.settles]: choice } as Partial<Fidelity>);
      const { findings, left } = await runProbes(plane, [probe]);
      assert.deepEqual(findings, [{ name: probe.settles, seen: choice, note: "" }]);
      assert.deepEqual(left, []);
    });
  }
}

Deno.test("probes see the same on a service of three instances that answer in turn", async () => {
  const plane = embeddedPlane({}, { instances: 3 });
  const { findings } = await runProbes(plane, PROBES);
  const unlike = findings.filter(({ name, seen }) => seen !== FIDELITY_SWITCHES[name].choices[0]);
  assert.deepEqual(unlike, []);
});
