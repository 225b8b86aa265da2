import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { replaceNotebook } from "../../../lib/cli/notebooks/replace_notebook.ts";
import { inFolder } from "../../folder.ts";

const notebook = (outputs: Record<string, string>, source = "measure()") =>
  JSON.stringify(
    {
      cells: [
        { cell_type: "code", metadata: {}, outputs: [outputs.plain], source: ["run()"] },
        {
          cell_type: "code",
          metadata: { tags: ["measured"] },
          outputs: [outputs.measured],
          source: [source],
        },
      ],
      nbformat: 4,
    },
    null,
    1,
  );

Deno.test("replaceNotebook keeps the outputs of cells that measure the machine, and takes all others", () =>
  inFolder(async (folder) => {
    const [committed, executed] = ["a", "b"].map((name) =>
      pathToFileURL(`${folder}/${name}.ipynb`)
    );
    await Deno.writeTextFile(committed, notebook({ plain: "old", measured: "1.6 ms" }));
    await Deno.writeTextFile(executed, notebook({ plain: "new", measured: "0.7 ms" }));
    await replaceNotebook(committed, executed);
    assert.equal(
      await Deno.readTextFile(committed),
      notebook({ plain: "new", measured: "1.6 ms" }),
    );
  }));

Deno.test("replaceNotebook takes what an edited cell measured", () =>
  inFolder(async (folder) => {
    const [committed, executed] = ["a", "b"].map((name) =>
      pathToFileURL(`${folder}/${name}.ipynb`)
    );
    await Deno.writeTextFile(committed, notebook({ plain: "x", measured: "1.6 ms" }));
    const edited = notebook({ plain: "x", measured: "0.7 ms" }, "measureBetter()");
    await Deno.writeTextFile(executed, edited);
    await replaceNotebook(committed, executed);
    assert.equal(await Deno.readTextFile(committed), edited);
  }));
