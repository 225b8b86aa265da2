/**
 * The whole workshop as `--target azure` on the stand-in, by two attendees at the same time, in a service full of
 * other people's work: each does some of the notebooks, so that all of them run, with keys and with managed identities.
 * No `_test` in the name: it takes minutes, and is a step of its own in .ci/run.
 *
 *     deno task stand-in --whole        each attendee does all notebooks
 *     deno task stand-in --solutions    solutions as well
 *     deno task stand-in --worst        with all of Azure's manners at their worst; or --worst=throttling, ...
 */
import assert from "node:assert/strict";
import { readClaimLine } from "../../lib/lab/claims.ts";
import { runProgram } from "../cli/run_program.ts";
import { inFolder } from "../folder.ts";
import { inventory } from "./inventory.ts";
import { ALL_WORST, type Manners, WORST } from "./stand_in/manners.ts";
import { ANNA, BEN, startStandIn } from "./stand_in/stand_in.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const SPEED = 10;

const ATTENDEES = [
  { who: ANNA, auth: "key", notebooks: ["00", "02", "04", "06"] },
  { who: BEN, auth: "managed-identity", notebooks: ["01", "03", "05", "07"] },
] as const;

function worst(): Partial<Manners> {
  const option = Deno.args.find((arg) => arg.startsWith("--worst"));
  if (option === undefined) return {};
  const name = option.split("=")[1];
  if (name === undefined) return ALL_WORST;
  assert.ok(Object.hasOwn(WORST, name), `--worst=NAME, of ${Object.keys(WORST).join(", ")}`);
  return WORST[name as keyof typeof WORST];
}

/** What the attendee runs. */
function chosen(notebooks: readonly string[]): string[] {
  const solutions = Deno.args.includes("--solutions");
  if (Deno.args.includes("--whole")) return solutions ? ["--solutions"] : [];
  const only = solutions
    ? notebooks.flatMap((name) => [name, `solutions/${name}`])
    : [...notebooks];
  return [...only.flatMap((name) => ["--only", name]), ...(solutions ? ["--solutions"] : [])];
}

/** The text outputs of an executed notebook, line by line. */
async function outputLines(path: string): Promise<string[]> {
  const { cells } = JSON.parse(await Deno.readTextFile(path));
  // deno-lint-ignore no-explicit-any -- nbformat
  return cells.flatMap(({ outputs = [] }: any) =>
    // deno-lint-ignore no-explicit-any -- nbformat
    outputs.flatMap((output: any) =>
      [output.data?.["text/plain"] ?? []].flat().join("").split("\n")
    )
  );
}

Deno.test("the workshop on a stand-in for Azure, by two attendees in a full service", async (t) => {
  const manners = { speed: SPEED, ...worst() };
  await using standIn = await startStandIn({ manners, content: "full" });
  await inFolder(async (folder) => {
    const authority = `${folder}/authority.pem`;
    await Deno.writeTextFile(authority, standIn.authority);
    const before = await inventory(standIn);
    const attendees = ATTENDEES.map(({ who, auth, notebooks }) => ({
      env: { ...standIn.environment(who, authority, auth), NO_COLOR: "1" },
      results: `${folder}/${who.displayName}`,
      ...{ who, notebooks },
    }));
    const program = (name: string, args: readonly string[], env: Record<string, string>) =>
      runProgram(`${ROOT}lib/cli/${name}.ts`, args, { cwd: ROOT, env });
    const ended = await Promise.all(attendees.map(({ env, results, notebooks }) =>
      program(
        "workshop",
        ["--target", "azure", "--results", results, ...chosen(notebooks)],
        env,
      )
    ));
    for (const [i, { who }] of attendees.entries()) {
      await t.step(`${who.displayName}: every cell runs and no claim fails`, () => {
        const { code, stdout, stderr } = ended[i];
        assert.equal(code, 0, stdout + stderr);
        console.log(stdout.match(/^(ok|FAILED) .*$/gm)?.join("\n"));
      });
    }
    const executed: { name: string; lines: string[] }[] = [];
    for (const { results } of attendees) {
      for await (const { name } of Deno.readDir(results)) {
        if (!name.endsWith(".ipynb")) continue;
        executed.push({ name, lines: await outputLines(`${results}/${name}`) });
      }
    }
    await t.step("what cannot be decided says why", () => {
      for (const { name, lines } of executed) {
        const claims = lines.flatMap((line) => readClaimLine(line) ?? []);
        assert.ok(claims.length > 0, name);
        for (const { outcome, says } of claims) {
          if (outcome !== "undecided") continue;
          assert.match(says, /\(.{20,}\)$|: it takes simulated regions$/, `${name}: ${says}`);
        }
      }
    });
    await t.step("no notebook sends more than it said", () => {
      for (const { name, lines } of executed) {
        const text = lines.join("\n");
        const [, said] = /up to some (\d+) requests/.exec(text) ?? [];
        const [, sent] = /Sent:\*\* (\d+) requests/.exec(text) ?? [];
        console.log(`${name}: ${sent} of ${said}`);
        assert.ok(Number(sent) <= Number(said), `${name}: ${sent} of ${said}`);
      }
    });
    await t.step("no model's key is stored but in secret named values", () => {
      assert.deepEqual(standIn.door.leaks, []);
    });
    await t.step("azure clean removes what each made, and nothing else", async () => {
      let left = (await inventory(standIn)).length;
      for (const { env } of attendees) {
        const { code, stdout, stderr } = await program("azure", ["clean"], env);
        assert.equal(code, 0, stdout + stderr);
        const now = (await inventory(standIn)).length;
        assert.ok(now < left, stdout);
        left = now;
      }
      assert.deepEqual(await inventory(standIn), before);
    });
    await t.step("its manners were met", () => {
      console.log(standIn.door.met);
      assert.ok(standIn.units.requests > 1000);
    });
  });
});
