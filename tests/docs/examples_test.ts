import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { inFolder } from "../folder.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const EXAMPLE = `${ROOT}docs/examples/policies-in-ci`;

/** Copies a folder without what stands in hidden ones. */
function copy(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const [source, target] = [`${from}/${entry.name}`, `${to}/${entry.name}`];
    if (entry.isDirectory()) copy(source, target);
    else copyFileSync(source, target);
  }
}

Deno.test("the example of policies in a repository of their own passes the commands of its workflow", () =>
  inFolder(async (folder) => {
    copy(EXAMPLE, folder);
    symlinkSync(ROOT, `${folder}/workshop`);
    const workflow = await Deno.readTextFile(`${EXAMPLE}/.github/workflows/policies.yml`);
    const commands = [...workflow.matchAll(/^ +run: deno (.*)$/gm)].map(([, args]) => args);
    assert.equal(commands.length, 2);
    for (const command of commands) {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: command.split(" "),
        cwd: folder,
      }).output();
      const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
      assert.equal(code, 0, said);
      assert.match(said, /1 ok, 0 refused|1 passed/);
      assert.doesNotMatch(said, /warning/i);
    }
  }));
