/** Processes that are killed (SIGKILL) anywhere: the next run goes on, `azure clean` leaves nothing behind, and only that goes. */
import assert from "node:assert/strict";
import { inFolder } from "../folder.ts";
import { runProgram } from "../cli/run_program.ts";
import { deployAll, type DeploysOptions } from "./deploys.ts";
import { inventory } from "./inventory.ts";
import { ANNA, BEN, type StandIn, startStandIn } from "./stand_in/stand_in.ts";

const SPEED = 30;
const CLEAN = new URL("../../lib/cli/azure.ts", import.meta.url).pathname;
const PARITY = new URL("../../lib/cli/parity.ts", import.meta.url).pathname;

/** Calls when a write that fits was let in. */
function onWrite(standIn: StandIn, fits: RegExp, then: () => void): void {
  const { handle } = standIn.door;
  standIn.door.handle = async (request) => {
    const response = await handle.call(standIn.door, request);
    if (standIn.door.writes.some((write) => fits.test(write))) {
      standIn.door.handle = handle;
      then();
    }
    return response;
  };
}

const after = (what: string): DeploysOptions => ({
  kill: ({ at, deployed }) => at === what || deployed === what,
});

Deno.test("a lab killed anywhere goes on in the next run, and azure clean removes what it left, and only that", async (t) => {
  await inFolder(async (folder) => {
    await using standIn = await startStandIn({ manners: { speed: SPEED }, content: "full" });
    const others = await inventory(standIn);
    const bens = await deployAll(standIn, BEN, folder, after("exhibit"));
    assert.notEqual(bens.code, 0);
    const before = await inventory(standIn);
    assert.ok(before.length > others.length);

    const killed = async (options: DeploysOptions) => {
      const { lines, code } = await deployAll(standIn, ANNA, folder, options);
      assert.notEqual(code, 0);
      assert.equal(lines.find(({ failed }) => failed), undefined);
    };
    const atWrite = async (fits: RegExp) => {
      const kill = new AbortController();
      standIn.door.writes.length = 0;
      onWrite(standIn, fits, () => kill.abort());
      await killed({ signal: kill.signal });
    };
    const killedAt = async (args: string[], signal: AbortSignal) => {
      const child = new Deno.Command(Deno.execPath(), {
        args,
        env: standIn.environment(ANNA, `${folder}/authority.pem`),
        cwd: folder,
        stdout: "null",
        stderr: "null",
      }).spawn();
      signal.addEventListener("abort", () => child.kill("SIGKILL"));
      assert.equal((await child.status).signal, "SIGKILL");
    };
    await t.step("while it is set up", () => atWrite(/^PUT backends/));
    await t.step("while a policy is put", () => atWrite(/^PUT .*policies\/policy/));
    await t.step("while the faults' API is made", () => atWrite(/^PUT apis\/[^/]*faults/));
    await t.step("while an exhibit serves", () => killed(after("exhibit")));
    await t.step("while it cleans up", async () => {
      await atWrite(/^DELETE backends/);
      assert.ok((await inventory(standIn)).length > before.length, "something is left");
    });
    await t.step("while azure clean removes it", async () => {
      standIn.door.writes.length = 0;
      const kill = new AbortController();
      onWrite(standIn, /^DELETE/, () => kill.abort());
      await killedAt(["run", "-A", "--quiet", "--no-check", CLEAN, "clean"], kill.signal);
    });
    await t.step("while probes run", async () => {
      const kill = new AbortController();
      standIn.door.writes.length = 0;
      onWrite(standIn, /^PUT (backends|products|policyFragments)/, () => kill.abort());
      await killedAt(
        ["run", "-A", "--quiet", "--no-check", PARITY, "--target", "azure"],
        kill.signal,
      );
      const left = (await inventory(standIn)).filter((one) => !before.includes(one));
      assert.ok(left.length > 0);
      for (const one of left) assert.match(one, /routing-workshop-anna-meier-/, one);
    });
    await t.step("azure clean removes the rest, and leaves the other attendee's", async () => {
      const env = standIn.environment(ANNA, `${folder}/authority.pem`);
      const { code, stdout, stderr } = await runProgram(CLEAN, ["clean"], { env });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /removed/);
      assert.deepEqual(await inventory(standIn), before);
    });
    await t.step("azure clean --all removes everybody's, and nothing of others", async () => {
      const env = standIn.environment(ANNA, `${folder}/authority.pem`);
      const { code, stderr } = await runProgram(CLEAN, ["clean", "--all"], { env });
      assert.equal(code, 0, stderr);
      assert.deepEqual(await inventory(standIn), others);
    });
  });
});
