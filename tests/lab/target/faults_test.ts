import assert from "node:assert/strict";
import { UserError } from "../../../lib/core/user_error.ts";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { Faults } from "../../../lib/lab/target/faults.ts";
import { incidentEvents, playIncidents } from "../../../lib/lab/runs/incidents.ts";
import type { Fault } from "../../../lib/models/mod.ts";
import { withLab } from "../embedded_lab.ts";

Deno.test("Faults names the backends that there are, and what is wrong with a fault", async () => {
  await withLab("faults", async ({ faults, backends }) => {
    await assert.rejects(
      faults.set("backend-z", { kind: "outage" }),
      new RangeError(
        `no backend "backend-z": did you mean "backend-a"? There are ${
          backends.map(({ id }) => id).join(", ")
        }`,
      ),
    );
    await assert.rejects(
      faults.set("backend-a", { kind: "flood" } as unknown as Fault),
      (error: unknown) => error instanceof UserError && /kind/.test(error.message),
    );
  });
});

Deno.test("playIncidents switches off what it switched on, in time and when it is aborted", async () => {
  const clock = new VirtualClock(0);
  const log: [atMs: number, kind: string][] = [];
  const faults = {
    set: (_: string, ...list: Fault[]) => {
      log.push([clock.now(), list[0]?.kind ?? "well"]);
      return Promise.resolve();
    },
  } as unknown as Faults;
  const incident = { backend: "a", fault: { kind: "hang" }, fromMs: 10, untilMs: 30 } as const;
  await clock.run(playIncidents({ clock, faults }, [incident]));
  const controller = new AbortController();
  const playing = playIncidents({ clock, faults }, [incident], controller.signal);
  await clock.advance(15);
  controller.abort();
  await playing;
  assert.deepEqual(log, [[10, "hang"], [30, "well"], [40, "hang"], [45, "well"]]);
});

Deno.test("incidentEvents marks where trouble begins and ends", () => {
  assert.deepEqual(
    incidentEvents([{ backend: "a", fault: { kind: "outage" }, fromMs: 5, untilMs: 9 }]),
    [{ atMs: 5, label: "a: outage" }, { atMs: 9, label: "a is well" }],
  );
});
