import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

Deno.test("the README's test of one's own policy passes as it is printed", async () => {
  const readme = await Deno.readTextFile(new URL("README.md", ROOT));
  const block = (language: string) =>
    new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readme)![1];
  const folder = await Deno.makeTempDir();
  try {
    const code = block("ts").replaceAll('"./lib/', `"${ROOT.href}lib/`);
    await Deno.writeTextFile(`${folder}/policy_test.ts`, code);
    await Deno.writeTextFile(`${folder}/my-policy.xml`, block("xml"));
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--config", new URL("deno.json", ROOT).pathname, "."],
      cwd: folder,
      stdout: "piped",
      stderr: "null",
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
