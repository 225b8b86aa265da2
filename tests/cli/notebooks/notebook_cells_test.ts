import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { codeOf, listNotebooks, notebookName } from "../../../lib/cli/notebooks/notebook_cells.ts";
import { inFolder } from "../../folder.ts";

Deno.test("codeOf gives the code cells as one module, each marked with its number", () =>
  inFolder(async (folder) => {
    const cells = [
      { cell_type: "markdown", source: ["# not code\n"] },
      { cell_type: "code", source: ["const a = 1;\n", "const b = 2;"] },
      { cell_type: "raw", source: "no" },
      { cell_type: "code", source: "console.log(a + b);" },
    ];
    await Deno.writeTextFile(`${folder}/n.ipynb`, JSON.stringify({ cells }));
    const code = await codeOf(pathToFileURL(`${folder}/n.ipynb`));
    assert.equal(code, "// cell 2\nconst a = 1;\nconst b = 2;\n// cell 4\nconsole.log(a + b);\n");
  }));

Deno.test("listNotebooks gives the notebooks of one folder in the order of their names", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/solutions`);
    for (const name of ["02 b.ipynb", "01-a.ipynb", "notes.md", "solutions/03.ipynb"]) {
      await Deno.writeTextFile(`${folder}/${name}`, "{}");
    }
    const root = pathToFileURL(`${folder}/`);
    const names = (await listNotebooks(root)).map((url) => notebookName(url, root));
    assert.deepEqual(names, ["01-a", "02 b"]);
  }));

Deno.test("notebookName tells a solution from its notebook", () => {
  const folder = new URL("file:///w/notebooks/");
  assert.equal(
    notebookName(new URL("solutions/00-setup.ipynb", folder), folder),
    "solutions-00-setup",
  );
});
