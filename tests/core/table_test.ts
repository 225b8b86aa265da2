/** Text from outside indexes no object literal: all tables of the house are made by `table`, or are Maps. */
import assert from "node:assert/strict";
import { table } from "../../lib/core/table.ts";

Deno.test("table has its entries and nothing that every object has", () => {
  const sizes: Readonly<Record<string, number>> = table({ small: 1 });
  assert.equal(sizes.small, 1);
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"]) {
    assert.equal(sizes[name], undefined, name);
  }
});

/** Tables that only the house's own words are looked up in: kinds of syntax, of bound nodes, of switches. */
const OWN_WORDS: readonly string[] = [
  "lib/csharp/bind/binder.ts EXPRESSIONS",
  "lib/csharp/syntax/messages.ts MESSAGES",
  "lib/csharp/compile/statements.ts EMIT",
  "lib/csharp/compile/expressions.ts EMIT",
  "lib/csharp/compile/iterators.ts STEPS",
  "lib/dotnet/text/text_io.ts TEXTS",
  "lib/dotnet/newtonsoft/linq/child.ts EXPECTED",
  "lib/gateway/contracts/fidelity.ts FIDELITY_SWITCHES",
  "lib/gateway/management/references.ts ID_ATTRIBUTES",
  "lib/apim/errors.ts CURES",
  "lib/simulation/report/pictures.ts MEASURES",
  "lib/models/deployment.ts GUESSED_OUTPUT_TOKENS",
];

const LITERAL =
  /^(?:export )?const ([A-Z][A-Z_0-9]*)(?:: (?:[^=\n]|=>)*(?:\n {2}(?:[^=\n]|=>)*)?)? =\s+\{/gm;

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isDirectory) yield* sources(new URL(`${entry.name}/`, folder));
    else if (entry.name.endsWith(".ts")) yield new URL(entry.name, folder);
  }
}

Deno.test("no object literal in lib/ is a table that text is looked up in", async () => {
  const root = new URL("../../", import.meta.url);
  const texts = new Map<string, string>();
  for await (const url of sources(new URL("lib/", root))) {
    texts.set(url.href.slice(root.href.length), await Deno.readTextFile(url));
  }
  const all = [...texts.values()].join("\n");
  const found: string[] = [];
  for (const [file, text] of texts) {
    for (const [declaration, name] of text.matchAll(LITERAL)) {
      const where = declaration.startsWith("export") ? all : text;
      const looked = new RegExp(`(?<![\\w.])${name}\\[(?!["'\\d\\]])`).test(where);
      if (looked && !OWN_WORDS.includes(`${file} ${name}`)) found.push(`${file} ${name}`);
    }
  }
  assert.deepEqual(found, [], "make it by table() of lib/core/table.ts, or a Map");
});
