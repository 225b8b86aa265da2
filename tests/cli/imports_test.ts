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

Deno.test("importViolations keeps rooms of one floor apart", async () => {
  assert.deepEqual(
    await violationsOf({
      "lib/gateway/http1/a.ts": 'import "../backend/b.ts";',
      "lib/gateway/backend/b.ts": "export {};",
    }),
    [
      "lib/gateway/http1/a.ts must not import lib/gateway/backend/b.ts: it stands in another room of " +
      "the same floor",
    ],
  );
});

Deno.test("importViolations lets nobody into C# and .NET but the gateway's expressions", async () => {
  const door = "is reached through lib/gateway/expression/ alone";
  assert.deepEqual(
    await violationsOf({
      "lib/csharp/mod.ts": "export type CsType = string;",
      "lib/dotnet/system/guid.ts": 'import type { CsType } from "../../csharp/mod.ts";' +
        " export type Guid = CsType;",
      "lib/gateway/expression/a.ts":
        'import "../../csharp/mod.ts"; import "../../dotnet/system/guid.ts";',
      "lib/gateway/policy/policies/a.ts": 'import "../../../csharp/mod.ts";',
      "lib/lab/a.ts": 'import type { Guid } from "../dotnet/system/guid.ts"; export type A = Guid;',
    }),
    [
      `lib/gateway/policy/policies/a.ts must not import lib/csharp/mod.ts: lib/csharp/ ${door}`,
      `lib/lab/a.ts must not import lib/dotnet/system/guid.ts: lib/dotnet/ ${door}`,
    ],
  );
});

const higher = "it stands on a higher floor";

/** Imports that point upward in the language, its library, the gateway and the models. */
const UPWARD: readonly (readonly [from: string, to: string, why: string])[] = [
  ["lib/csharp/syntax/a.ts", "lib/csharp/runtime/b.ts", higher],
  ["lib/csharp/runtime/a.ts", "lib/csharp/bind/b.ts", higher],
  ["lib/csharp/bind/a.ts", "lib/csharp/compile/b.ts", higher],
  ["lib/csharp/compile/a.ts", "lib/dotnet/b.ts", higher],
  ["lib/csharp/bind/a.ts", "lib/gateway/expression/b.ts", higher],
  ["lib/dotnet/linq/a.ts", "lib/gateway/contracts/b.ts", higher],
  ["lib/gateway/contracts/a.ts", "lib/gateway/expression/b.ts", higher],
  ["lib/gateway/policy/edits/a.ts", "lib/gateway/policy/policies/b.ts", higher],
  ["lib/gateway/proxy/a.ts", "lib/simulation/b.ts", higher],
  ["lib/models/a.ts", "lib/gateway/contracts/b.ts", "lib/models/ knows only lib/core/"],
  ["lib/policies/a.ts", "lib/gateway/mod.ts", "lib/policies/ knows only lib/core/"],
];

for (const [from, to, why] of UPWARD) {
  Deno.test(`importViolations refuses ${to} in ${from}`, async () => {
    const way = "../".repeat(from.split("/").length - 1);
    for (const kind of ["import type { B } from", "export type { B } from"]) {
      assert.deepEqual(
        await violationsOf({
          [from]: `${kind} "${way}${to}"; ${kind.startsWith("import") ? "export type A = B;" : ""}`,
          [to]: "export type B = 1;",
        }),
        [`${from} must not import ${to}: ${why}`],
      );
    }
  });
}

Deno.test("importViolations names a circle once", async () => {
  const violations = await violationsOf({
    "lib/lab/a.ts": 'import "./b.ts";',
    "lib/lab/b.ts": 'import "./c.ts";',
    "lib/lab/c.ts": 'import "./a.ts";',
  });
  assert.equal(violations.length, 1);
  assert.match(violations[0], /^imports in a circle: lib\/lab\/a\.ts -> .* -> lib\/lab\/a\.ts$/);
});

Deno.test("importViolations counts imports and exports of types as parts of a circle", async () => {
  for (
    const back of [
      'import type { A } from "./a.ts"; export type B = A;',
      'import { type A } from "./a.ts"; export type B = A;',
      'export type B = import("./a.ts").A;',
      'export type { A as B } from "./a.ts";',
    ]
  ) {
    const violations = await violationsOf({
      "lib/lab/a.ts": 'import { type B } from "./b.ts"; export type A = B[];',
      "lib/lab/b.ts": back,
    });
    assert.deepEqual(violations, [
      "imports in a circle: lib/lab/a.ts -> lib/lab/b.ts -> lib/lab/a.ts",
    ], back);
  }
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
