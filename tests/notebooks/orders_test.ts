import assert from "node:assert/strict";
import { notebooks, runCells } from "./cells.ts";

for (const [name, notebook] of await notebooks({ solutions: false })) {
  Deno.test(`${name}: its set-up may be run again before the end, and after it`, async () => {
    const { success, said } = await runCells(notebook, (cells) => {
      const [setUp, ...rest] = cells;
      const unfinished = rest.slice(0, Math.ceil(rest.length / 2));
      return [setUp, ...unfinished, setUp, ...rest, setUp, ...rest];
    });
    assert.ok(success, said);
    assert.match(said, /Set up again: the lab that was open is closed/);
    assert.match(said, /Opened again: it starts from the first day/);
  });
}
