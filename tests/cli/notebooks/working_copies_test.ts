import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { makeWorkingCopies, withoutOutputs } from "../../../lib/cli/notebooks/working_copies.ts";
import { inFolder } from "../../folder.ts";

const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: "markdown", metadata: {}, source: ["# a\n"] },
    {
      cell_type: "code",
      execution_count: 3,
      metadata: { tags: ["x"] },
      outputs: [{ output_type: "stream", text: "the answer" }],
      source: ["1 + 1"],
    },
  ],
  metadata: { kernelspec: { name: "deno" } },
  nbformat: 4,
  nbformat_minor: 5,
});

/** A project with one notebook and one solution. */
async function project(folder: string): Promise<URL> {
  await Deno.mkdir(`${folder}/notebooks/solutions`, { recursive: true });
  await Deno.writeTextFile(`${folder}/notebooks/00-a.ipynb`, NOTEBOOK);
  await Deno.writeTextFile(`${folder}/notebooks/solutions/00-a.ipynb`, NOTEBOOK);
  return pathToFileURL(`${folder}/`);
}

Deno.test("withoutOutputs takes outputs and counts away and nothing else", () => {
  const { cells, ...rest } = JSON.parse(withoutOutputs(NOTEBOOK));
  const { cells: [text, code], ...original } = JSON.parse(NOTEBOOK);
  assert.deepEqual(rest, original);
  assert.deepEqual(cells, [text, { ...code, execution_count: null, outputs: [] }]);
});

Deno.test("makeWorkingCopies copies what is missing and leaves a participant's work alone", () =>
  inFolder(async (folder) => {
    const root = await project(folder);
    assert.deepEqual(await makeWorkingCopies(root, new URL("working/", root)), {
      made: 2,
      kept: 0,
      outdated: 0,
    });
    await Deno.writeTextFile(`${folder}/working/00-a.ipynb`, "mine");
    await Deno.remove(`${folder}/working/solutions/00-a.ipynb`);
    assert.deepEqual(await makeWorkingCopies(root, new URL("working/", root)), {
      made: 1,
      kept: 1,
      outdated: 0,
    });
    assert.equal(await Deno.readTextFile(`${folder}/working/00-a.ipynb`), "mine");
    assert.equal(await Deno.readTextFile(`${folder}/notebooks/00-a.ipynb`), NOTEBOOK);
  }));

Deno.test("makeWorkingCopies puts what it replaces aside", () =>
  inFolder(async (folder) => {
    const root = await project(folder);
    await makeWorkingCopies(root, new URL("working/", root));
    await Deno.writeTextFile(`${folder}/working/00-a.ipynb`, "mine");
    assert.deepEqual(await makeWorkingCopies(root, new URL("working/", root), { reset: true }), {
      made: 2,
      kept: 0,
      outdated: 0,
    });
    const copy = await Deno.readTextFile(`${folder}/working/00-a.ipynb`);
    assert.equal(copy, withoutOutputs(NOTEBOOK));
    assert.equal(await Deno.readTextFile(`${folder}/working/before-reset/00-a.ipynb`), "mine");
  }));

Deno.test("makeWorkingCopies tells of copies that are older than their notebook", () =>
  inFolder(async (folder) => {
    const root = await project(folder);
    const working = new URL("working/", root);
    await makeWorkingCopies(root, working);
    await Deno.utime(`${folder}/working/00-a.ipynb`, 1000, 1000);
    const { kept, outdated } = await makeWorkingCopies(root, working);
    assert.deepEqual([kept, outdated], [2, 1]);
  }));
