/** What the gateway loads before anybody asks for it: each library there is time that every command waits. */
import assert from "node:assert/strict";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../../", import.meta.url);

/** The npm packages that are loaded once `lib/gateway/mod.ts` is imported and `then` has been run. */
async function loaded(then = ""): Promise<string[]> {
  const script = `
    import { createRequire } from "node:module";
    await import("./lib/gateway/mod.ts");
    ${then}
    const files = Object.keys(createRequire(import.meta.url).cache);
    const names = files.map((file) => /.*node_modules.((?:@[^/\\\\]+.)?[^/\\\\]+)/.exec(file)?.[1]);
    console.log(JSON.stringify([...new Set(names)]));`;
  const { code, stdout, stderr } = await new Deno.Command(process.execPath, {
    args: ["eval", script],
    cwd: fileURLToPath(ROOT),
  }).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

Deno.test("importing the gateway loads neither ajv nor yaml, which few documents need", async () => {
  const names = await loaded();
  assert.ok(names.includes("saxes"), "what every policy document needs shows that loading is seen");
  assert.deepEqual(names.filter((name) => /^(ajv|yaml)/.test(name)), []);
});

Deno.test("YAML is loaded by who asks for it", async () => {
  const names = await loaded(
    'const { yaml } = await import("./lib/gateway/management/openapi/yaml.ts"); yaml().parse("a: 1");',
  );
  assert.ok(names.includes("yaml"));
});
