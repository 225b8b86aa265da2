import assert from "node:assert/strict";
import { readFidelity } from "../../lib/cli/fidelity_file.ts";
import { inFolder } from "../folder.ts";

Deno.test("readFidelity takes a parity report, or the switches alone", () =>
  inFolder(async (folder) => {
    const file = `${folder}/report.json`;
    for (
      const content of [{ fidelity: { cacheMiss: "null" }, when: "now" }, { cacheMiss: "null" }]
    ) {
      await Deno.writeTextFile(file, JSON.stringify(content));
      assert.deepEqual(await readFidelity(file), { cacheMiss: "null" });
    }
  }));

Deno.test("readFidelity says what is wrong with a file", () =>
  inFolder(async (folder) => {
    const file = `${folder}/report.json`;
    await assert.rejects(readFidelity(file), /report\.json cannot be read/);
    for (
      const [content, message] of [
        ["{", /cannot be read/],
        ["[]", /expected the report of deno task parity/],
        ['{"fidelity": {"cacheHit": "null"}}', /no fidelity switch "cacheHit"/],
        ['{"cacheMiss": "maybe"}', /cacheMiss is one of unset, null: it is "maybe"/],
      ] as const
    ) {
      await Deno.writeTextFile(file, content);
      await assert.rejects(readFidelity(file), message);
    }
  }));
