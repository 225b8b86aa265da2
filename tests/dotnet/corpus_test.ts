/** What real .NET gave for each line of dotnet/*.jsonl; see the README.md there. */
import assert from "node:assert/strict";
import { runVector, type Vector } from "../../lib/cli/vectors/run.ts";

const FOLDER = new URL("./corpus/", import.meta.url);

for (const { name } of [...Deno.readDirSync(FOLDER)].sort((a, b) => a.name < b.name ? -1 : 1)) {
  if (!name.endsWith(".jsonl")) continue;
  Deno.test(`expressions give what .NET gives: ${name.replace(".jsonl", "")}`, () => {
    const lines = Deno.readTextFileSync(new URL(name, FOLDER)).trimEnd().split("\n");
    assert.ok(lines.length > 0);
    const wrong = lines.map((line) => JSON.parse(line) as Vector).flatMap((vector) => {
      const { passed, expected, got } = runVector(vector, { messages: true });
      return passed
        ? []
        : [`${vector.name}: ${vector.code}\n    .NET ${expected}\n    ours ${got}`];
    });
    assert.deepEqual(wrong, []);
  });
}
