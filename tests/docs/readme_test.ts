import assert from "node:assert/strict";

const ROOT = new URL("../../", import.meta.url);

/** The blocks of a page in one language. */
async function blocks(page: string, language: string): Promise<string[]> {
  const text = await Deno.readTextFile(new URL(page, ROOT));
  const found = text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"));
  return Array.from(found, ([, block]) => block);
}

/** Runs a page's code as one test file, beside the policy that the README prints. */
async function run(page: string): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    const code = (await blocks(page, "ts")).join("\n");
    await Deno.writeTextFile(
      `${folder}/policy_test.ts`,
      code.replaceAll(/"\.{1,2}\/lib\//g, `"${ROOT.href}lib/`),
    );
    await Deno.writeTextFile(`${folder}/my-policy.xml`, (await blocks("README.md", "xml"))[0]);
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--config", new URL("deno.json", ROOT).pathname, "."],
      cwd: folder,
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assert.ok(success, decoder.decode(stdout) + decoder.decode(stderr));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const page of ["README.md", "docs/testing.md"]) {
  Deno.test(`the tests in ${page} pass as they are printed`, () => run(page));
}
