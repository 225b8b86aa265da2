/**
 * The whole workshop as `--target azure` on the stand-in, by two attendees at the same time, in a service full of other
 * people's work. No `_test` in the name: it takes minutes, and is a step of its own in .ci/run.
 */
import assert from "node:assert/strict";
import { readClaimLine } from "../../lib/lab/claims.ts";
import { inFolder } from "../folder.ts";
import { ANNA, BEN, type StandIn, startStandIn } from "./stand_in/stand_in.ts";
import type { Application } from "./stand_in/sign_in.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const SPEED = 10;

interface Ended {
  readonly code: number;
  readonly said: string;
}

async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${ROOT}lib/cli/${program}.ts`, ...args],
    cwd: ROOT,
    env: { ...env, NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { code, said: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** All that the service holds, but what is Azure's own. */
async function inventory(standIn: StandIn): Promise<string[]> {
  const found: string[] = [];
  for (const kind of ["apis", "backends", "namedValues", "subscriptions", "products"]) {
    const { value } = await standIn.ask(kind);
    for (const { name, properties } of value) {
      found.push(`${kind}/${name} ${JSON.stringify(properties)}`);
    }
  }
  return found.sort();
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
  await using standIn = await startStandIn({ manners: { speed: SPEED }, content: "full" });
  await inFolder(async (folder) => {
    const authority = `${folder}/authority.pem`;
    await Deno.writeTextFile(authority, standIn.authority);
    const before = await inventory(standIn);
    const attend = (who: Application, ...args: string[]) =>
      run(
        "workshop",
        ["--target", "azure", "--results", `${folder}/${who.displayName}`, ...args],
        standIn.environment(who, authority),
      );
    const [anna, ben] = await Promise.all([
      attend(ANNA),
      attend(BEN, "--only", "00", "--only", "03"),
    ]);
    await t.step("every cell runs and no claim fails", () => {
      assert.equal(anna.code, 0, anna.said);
    });
    await t.step("the second attendee notices nothing", () => {
      assert.equal(ben.code, 0, ben.said);
    });
    await t.step("what cannot be decided says why", async () => {
      for await (const { name } of Deno.readDir(`${folder}/${ANNA.displayName}`)) {
        if (!name.endsWith(".ipynb")) continue;
        const claims = (await outputLines(`${folder}/${ANNA.displayName}/${name}`)).flatMap((
          line,
        ) => readClaimLine(line) ?? []);
        assert.ok(claims.length > 0, name);
        for (const { outcome, says } of claims) {
          if (outcome === "undecided") assert.match(says, /\(.{20,}\)$/, `${name}: ${says}`);
        }
      }
    });
    await t.step("no notebook sends more than it said", async () => {
      for await (const { name } of Deno.readDir(`${folder}/${ANNA.displayName}`)) {
        if (!name.endsWith(".ipynb")) continue;
        const text = (await outputLines(`${folder}/${ANNA.displayName}/${name}`)).join("\n");
        const [, said] = /up to some (\d+) requests/.exec(text) ?? [];
        const [, sent] = /Sent:\*\* (\d+) requests/.exec(text) ?? [];
        assert.ok(Number(sent) <= Number(said), `${name}: ${sent} of ${said}`);
      }
    });
    await t.step("no model's key is stored but in secret named values", () => {
      assert.deepEqual(standIn.door.leaks, []);
    });
    await t.step("azure clean removes what each made, and nothing else", async () => {
      const mine = await run("azure", ["clean"], standIn.environment(ANNA, authority));
      assert.equal(mine.code, 0, mine.said);
      assert.ok(
        (await inventory(standIn)).length > before.length,
        "the other's things are gone, too",
      );
      const theirs = await run("azure", ["clean"], standIn.environment(BEN, authority));
      assert.equal(theirs.code, 0, theirs.said);
      assert.deepEqual(await inventory(standIn), before);
    });
    await t.step("its manners were met", () => {
      console.log(standIn.door.refusals);
      assert.ok(standIn.units.requests > 1000);
    });
  });
});
