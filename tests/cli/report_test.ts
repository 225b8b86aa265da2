import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { writeReport } from "../../lib/cli/report.ts";
import { inFolder } from "../folder.ts";

Deno.test("writeReport links each notebook, says what failed, and lets no text become markup", () =>
  inFolder(async (folder) => {
    await writeReport(
      pathToFileURL(`${folder}/`),
      [
        { name: "00-setup", durationMs: 5340, error: null, cell: 12 },
        { name: "01 <odd>", durationMs: 1000, error: "<script>alert(1)</script>\nline 2", cell: 4 },
      ],
      "Strategy <b>",
    );
    const page = await Deno.readTextFile(`${folder}/report.html`);
    assert.match(page, /1 of 2 notebooks passed, in 6\.3 s/);
    assert.match(page, /<a href="00-setup\.html">00-setup<\/a><\/td><td class="n">5\.3 s/);
    assert.match(page, /<a href="01%20%3Codd%3E\.html">01 &#60;odd&#62;</);
    assert.match(
      page,
      /class="failed">cell 4: &#60;script&#62;alert\(1\)&#60;\/script&#62;\nline 2</,
    );
    assert.match(page, /<pre>Strategy &#60;b&#62;<\/pre>/);
  }));

Deno.test("writeReport leaves the comparison out when there is none", () =>
  inFolder(async (folder) => {
    await writeReport(pathToFileURL(`${folder}/`), [], null);
    assert.doesNotMatch(await Deno.readTextFile(`${folder}/report.html`), /Comparison/);
  }));
