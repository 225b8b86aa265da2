import assert from "node:assert/strict";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { importViolations } from "../../lib/cli/imports.ts";

async function violationsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(`${folder}/${name}`), { recursive: true });
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    return await importViolations(pathToFileURL(`${folder}/`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("importViolations lets imports point downward and stay on their floor", async () => {
  assert.deepEqual(
    await violationsOf({
      "lib/core/clock.ts": "export const now = 1;",
      "lib/models/a.ts": 'import { now } from "../core/clock.ts"; export const a = now;',
      "lib/lab/lab.ts": 'import { a } from "../models/a.ts"; import "./b.ts"; export { a };',
      "lib/lab/b.ts": "export {};",
    }),
    [],
  );
});

Deno.test("importViolations names an import that points upward, of a type too", async () => {
  assert.deepEqual(
    await violationsOf({
      "lib/core/a.ts": 'import type { B } from "../lab/b.ts"; export type A = B;',
      "lib/lab/b.ts": "export type B = 1;",
    }),
    ["lib/core/a.ts must not import lib/lab/b.ts: it stands on a higher floor"],
  );
});

Deno.test("importViolations keeps the models apart from the gateway", async () => {
  const [violation] = await violationsOf({
    "lib/models/a.ts": 'import "../gateway/message.ts";',
    "lib/gateway/contracts/message.ts": "export {};",
  });
  assert.match(violation, /^lib\/models\/a\.ts must not import lib\/gateway\/message\.ts/);
});

Deno.test("importViolations names a circle once", async () => {
  const violations = await violationsOf({
    "lib/lab/a.ts": 'import "./b.ts";',
    "lib/lab/b.ts": 'import "./c.ts";',
    "lib/lab/c.ts": 'import "./a.ts";',
  });
  assert.equal(violations.length, 1);
  assert.match(violations[0], /^imports in a circle: lib\/lab\/a\.ts -> .* -> lib\/lab\/a\.ts$/);
});

Deno.test("importViolations asks for a floor for a folder that has none", async () => {
  await assert.rejects(
    violationsOf({
      "lib/attic/a.ts": 'import "../core/b.ts";',
      "lib/core/b.ts": "export {};",
    }),
    /lib\/attic\/a\.ts stands on no floor: give its folder one in FLOORS/,
  );
});
