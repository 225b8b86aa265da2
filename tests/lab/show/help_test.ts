import assert from "node:assert/strict";
import { cheatSheet, helpOn } from "../../../lib/lab/show/help.ts";
import { Lab } from "../../../lib/lab/lab.ts";
import * as workshop from "../../../lib/mod.ts";

const MEMBERS = Object.getOwnPropertyNames(Lab.prototype);

Deno.test("cheatSheet names only what there is", () => {
  const { text } = cheatSheet();
  const exported = Object.keys(workshop);
  for (const [, name] of text.matchAll(/lab\.(\w+)\(/g)) assert.ok(MEMBERS.includes(name), name);
  for (const [, name] of text.matchAll(/(?<![.\w])(\w+)\(/g)) {
    assert.ok(exported.includes(name), name);
  }
});

Deno.test("helpOn gives signature and words of the documentation, of exports and of the lab's members", async () => {
  const deploy = await helpOn("deploy", MEMBERS);
  assert.match(deploy.text, /^async function deploy\(strategy: StrategyPolicy/);
  assert.match(deploy.text, /waits until the gateway serves it/);
  const openLoop = (await helpOn("openLoop", MEMBERS)).text;
  assert.match(openLoop, /interface OpenLoopOptions extends LabRunOptions\n[^]*perSecond: number/);
  assert.match((await helpOn("buildPolicy", MEMBERS)).text, /^function buildPolicy\(/);
});

Deno.test("helpOn names what was meant", async () => {
  await assert.rejects(
    helpOn("openLop", MEMBERS),
    /nothing called "openLop": did you mean "openLoop"\?/,
  );
  await assert.rejects(helpOn("buildPolice", MEMBERS), /did you mean "buildPolicy"\?/);
});
