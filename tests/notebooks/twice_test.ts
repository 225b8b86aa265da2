import assert from "node:assert/strict";
import { notebooks, runCells } from "./cells.ts";

for (const [name, notebook] of await notebooks({ solutions: true })) {
  Deno.test(`${name}: every cell may be run twice in a row`, async () => {
    const { success, said } = await runCells(
      notebook,
      (cells) => cells.flatMap((cell) => [cell, cell]),
    );
    assert.ok(success, said);
  });
}
