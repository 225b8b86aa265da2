import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { writeCertificate } from "../../../lib/cli/notebooks/claims_file.ts";
import { readFindings } from "../../../lib/cli/findings.ts";
import { writeReport } from "../../../lib/cli/notebooks/report.ts";
import { inFolder } from "../../folder.ts";

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>a chart</text></svg>';

/** An executed notebook with two claims, one of them checked twice, and a chart. */
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: "markdown", source: "✅ not a claim" },
    {
      cell_type: "code",
      outputs: [
        { data: { "text/plain": ["✅ one <b> holds: 3 of 3"] } },
        { data: { "image/svg+xml": [SVG.slice(0, 20), SVG.slice(20)], "text/plain": "a chart" } },
        { output_type: "stream", text: "✅ printed" },
      ],
    },
    {
      cell_type: "code",
      outputs: [{ data: { "text/plain": "✅ one <b> holds: 3 of 3\n❔ too few: 1 of 1" } }],
    },
  ],
});

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
    assert.match(page, /<a href="#00-setup">00-setup<\/a><\/td><td class="n">5\.3 s/);
    assert.match(page, /<a href="01%20%3Codd%3E\.html">the executed notebook</);
    assert.match(page, /<h2 id="01%20%3Codd%3E">01 &#60;odd&#62;</);
    assert.match(
      page,
      /class="failed">cell 4: &#60;script&#62;alert\(1\)&#60;\/script&#62;\nline 2</,
    );
    assert.match(page, /<pre>Strategy &#60;b&#62;<\/pre>/);
  }));

Deno.test("writeReport shows each notebook's claims and charts", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/04 a.ipynb`, NOTEBOOK);
    await writeReport(pathToFileURL(`${folder}/`), [
      { name: "04 a", durationMs: 1, error: null, cell: 1 },
    ], null);
    const page = await Deno.readTextFile(`${folder}/report.html`);
    assert.match(page, /; 1 of 2 claims hold\./);
    assert.match(
      page,
      /<li><b class="ok">✓<\/b> one &#60;b&#62; holds: 3 of 3<\/li><li><b>\?<\/b> too few: 1 of 1<\/li>/,
    );
    assert.ok(page.includes(`<figure>${SVG}</figure>`));
  }));

Deno.test("readFindings finds nothing in a notebook that was cut short or is not there", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/cut.ipynb`, NOTEBOOK.slice(0, 100));
    for (const name of ["cut", "none"]) {
      const findings = await readFindings(pathToFileURL(`${folder}/${name}.ipynb`));
      assert.deepEqual(findings, { claims: [], charts: [] });
    }
  }));

Deno.test("writeReport leaves the comparison out when there is none", () =>
  inFolder(async (folder) => {
    await writeReport(pathToFileURL(`${folder}/`), [], null);
    assert.doesNotMatch(await Deno.readTextFile(`${folder}/report.html`), /Comparison/);
  }));

Deno.test("writeCertificate says which claims held, on what, and what ended early", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/04 a.ipynb`, NOTEBOOK);
    await writeCertificate(pathToFileURL(`${folder}/`), [
      { name: "04 a", durationMs: 1, error: null, cell: 1 },
      { name: "05 b", durationMs: 1, error: "it failed", cell: 3 },
    ], { target: "embedded", now: Date.UTC(2026, 10, 29, 9, 30) });
    const text = await Deno.readTextFile(`${folder}/certificate.md`);
    assert.match(text, /\*\*1 of 2 claims hold\*\*, 0 failed, 1 undecided, in 2 notebooks\./);
    assert.match(text, /Checked 2026-11-29 09:30 UTC on the embedded APIM, Deno \d/);
    assert.match(text, /- ✅ one &#60;b&#62; holds: 3 of 3\n- ❔ too few: 1 of 1\n/);
    assert.match(text, /## 05 b\n\nIt ended early, in cell 3\./);
  }));
