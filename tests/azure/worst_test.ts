/** Each of Azure's manners at its worst, and all at once: what the lab deploys is served, and goes again. */
import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";
import { inventory } from "./inventory.ts";
import { deployAll } from "./deploys.ts";
import { ALL_WORST, type Manners, WORST } from "./stand_in/manners.ts";
import { ANNA, startStandIn } from "./stand_in/stand_in.ts";

/** A faster clock: what takes a minute in Azure takes three seconds. */
const SPEED = 20;

/** `deno test -A tests/azure/worst_test.ts -- --each`: each by itself, too, which takes minutes. */
const CASES: Readonly<Record<string, Partial<Manners>>> = {
  "all of them": ALL_WORST,
  ...(Deno.args.includes("--each") && WORST),
};

/** What shows that a manner was met, where it is counted. */
const MET: Readonly<Partial<Record<keyof typeof WORST, RegExp>>> = {
  conflicts: /^PessimisticConcurrencyConflict$/,
  throttling: /^SubscriptionRequestsThrottled$/,
  maintenance: /^ManagementApiRequestFailed$/,
  failures: /^(InternalServerError|BadGateway|ServiceUnavailable|GatewayTimeout)$/,
  drops: /^connection lost$/,
  tokens: /^token issued$/,
  roles: /^PermissionDenied$/,
};

for (const [name, manners] of Object.entries(CASES)) {
  Deno.test(`the lab deploys, serves and cleans up with manners at their worst: ${name}`, async () => {
    await inFolder(async (folder) => {
      await using standIn = await startStandIn({
        manners: { speed: SPEED, ...manners },
        content: "full",
      });
      const before = await inventory(standIn);
      const { lines } = await deployAll(standIn, ANNA, folder, { auth: "managed-identity" });
      const last = lines.at(-1);
      assert.ok(last?.done, JSON.stringify(last));
      for (const { deployed, statuses } of lines) {
        if (deployed) assert.deepEqual(new Set(statuses), new Set([200]), deployed);
      }
      assert.deepEqual(await inventory(standIn), before);
      assert.deepEqual(standIn.door.leaks, []);
      for (const [manner, sign] of Object.entries(MET)) {
        if (name !== manner && name !== "all of them") continue;
        const met = [...standIn.door.met.keys()].some((what) => sign.test(what));
        assert.ok(met, `${manner} was not met: ${[...standIn.door.met]}`);
      }
    });
  });
}
