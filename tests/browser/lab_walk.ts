/**
 * A participant's way through the lab, in Debian's Chromium: `deno task browser`. Not part of `deno task test`: it needs
 * the browser and Jupyter. With `SCREENSHOTS=folder` it leaves pictures to look at.
 * @module
 */
import assert from "node:assert/strict";
import { pictureHtml } from "../../lib/lab/show/picture.ts";
import { type LabInBrowser, OpenNotebook, startLab } from "./jupyter_lab.ts";

const ROOT = new URL("../../", import.meta.url);
/** Within the project, where its `deno.json` is found, and ignored by git. */
const FOLDER = "results/browser-test/";
const screenshots = Deno.env.get("SCREENSHOTS");

/** How many code cells a notebook has. */
async function codeCells(path: string): Promise<number> {
  const { cells } = JSON.parse(await Deno.readTextFile(new URL(path, ROOT)));
  return cells.filter((cell: { cell_type: string }) => cell.cell_type === "code").length;
}

/** Runs all cells; gives each one's outputs, and what `watch` saw of the cell that it watches. */
async function runAll(
  notebook: OpenNotebook,
  cells: number,
  watch: (text: string) => void = () => {},
): Promise<string[]> {
  const outputs: string[] = [];
  for (let i = 0; i < cells; i++) outputs.push(await notebook.run(i, watch));
  return outputs;
}

async function picture(notebook: OpenNotebook, name: string): Promise<void> {
  if (!screenshots) return;
  await Deno.mkdir(screenshots, { recursive: true });
  const cells = await notebook.cells.count();
  for (let i = 0; i < cells; i++) {
    await notebook.cells.nth(i).screenshot({ path: `${screenshots}/${name}-${i}.png` });
  }
}

/** Fails unless every picture in the page has been drawn. */
async function assertDrawn(notebook: OpenNotebook, least: number): Promise<void> {
  const pictures = notebook.page.locator(".picture img");
  const widths = await pictures.evaluateAll((images) =>
    images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth)
  );
  assert.ok(widths.length >= least, `${widths.length} pictures`);
  assert.ok(widths.every((width) => width > 0), `widths: ${widths}`);
}

/** What the first listing's button puts on the clipboard. */
async function copied({ page }: OpenNotebook): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const button = page.locator(".listing>button").first();
  await button.click();
  await button.filter({ hasText: "copied" }).waitFor();
  return await page.evaluate("navigator.clipboard.readText()");
}

function assertClaimsHold(outputs: readonly string[]): void {
  const verdict = /(\d+) of (\d+) claims hold/.exec(outputs.at(-1)!);
  assert.ok(verdict && verdict[1] === verdict[2] && Number(verdict[1]) > 0, outputs.at(-1));
}

async function walk(lab: LabInBrowser, test: Deno.TestContext): Promise<void> {
  await test.step("00 runs cell by cell, and its claims hold", async () => {
    const cells = await codeCells("notebooks/00-setup.ipynb");
    const notebook = await OpenNotebook.open(lab, "00-setup.ipynb", { cells });
    assert.match(await notebook.cells.first().locator(".jp-InputPrompt").innerText(), /^\[ \]/);
    const outputs = await runAll(notebook, cells);
    assertClaimsHold(outputs);
    assert.deepEqual(notebook.errors, []);
    await picture(notebook, "00-light");
    await notebook.page.context().close();
  });

  await test.step("Tab completes behind lab.", async () => {
    const name = "00-setup.ipynb";
    const cells = await codeCells(`notebooks/${name}`);
    const notebook = await OpenNotebook.open(lab, name, { cells });
    const opening = await notebook.positionOf("await openLab(");
    await notebook.run(opening);
    await notebook.type(opening + 1, "lab.");
    await notebook.page.keyboard.press("Tab");
    const offered = notebook.page.locator(".jp-Completer-item");
    await offered.first().waitFor();
    const names = await offered.allInnerTexts();
    for (const member of ["deploy", "openLoop", "help"]) assert.ok(names.includes(member), member);
    await notebook.page.context().close();
  });

  await test.step("a cell that prints a key, or what holds one, shows ***", async () => {
    const name = "00-setup.ipynb";
    const cells = await codeCells(`notebooks/${name}`);
    const notebook = await OpenNotebook.open(lab, name, { cells });
    const opening = await notebook.positionOf("await openLab(");
    await notebook.run(opening);
    await notebook.type(
      opening + 1,
      'const [key] = Object.values(lab.gateway.headers); console.log("printed", key, { deep: [[[{ key }]]] }); lab.gateway',
    );
    const shown = await notebook.run(opening + 1);
    assert.match(shown, /printed \*\*\*/);
    assert.match(shown, /Ocp-Apim-Subscription-Key":"\*\*\*"/);
    assert.doesNotMatch(shown, /[0-9a-f]{32}/);
    await notebook.page.context().close();
  });

  for (const { dark, width } of [{ dark: false, width: 1400 }, { dark: true, width: 900 }]) {
    const how = `${dark ? "dark" : "light"}-${width}`;
    await test.step(`04 plays its run and draws its charts, ${how}`, async () => {
      const cells = await codeCells("notebooks/04-priority-spillover.ipynb");
      const name = "04-priority-spillover.ipynb";
      const notebook = await OpenNotebook.open(lab, name, { cells, dark, width });
      const seen: number[] = [];
      const outputs = await runAll(notebook, cells, (text) => {
        const count = /spillover · (\d+)\/600 requests/.exec(text)?.[1];
        if (count !== undefined) seen.push(Number(count));
      });
      assert.ok(new Set(seen).size >= 4, `the panel moves: ${seen}`);
      assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
      assertClaimsHold(outputs);
      await assertDrawn(notebook, 2);
      assert.match(await copied(notebook), /^<policies>[^]*<\/policies>$/);
      const theme = await notebook.page.locator("body").getAttribute("data-jp-theme-light");
      assert.equal(theme, String(!dark));
      assert.deepEqual(notebook.errors, []);
      await picture(notebook, `04-${how}`);
      await notebook.page.context().close();
    });
  }

  await test.step("a notebook that nobody trusts shows its charts", async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" aria-label="c" width="9" height="9"></svg>';
    const output = {
      output_type: "display_data",
      metadata: {},
      data: { "text/html": pictureHtml(svg, "text"), "image/svg+xml": svg, "text/plain": "text" },
    };
    const code = {
      cell_type: "code",
      id: "chart",
      execution_count: 1,
      metadata: {},
      outputs: [output],
      source: "",
    };
    const kernelspec = { name: "deno", display_name: "Deno", language: "typescript" };
    await Deno.writeTextFile(
      new URL(`${FOLDER}untrusted.ipynb`, ROOT),
      JSON.stringify({ cells: [code], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
    );
    const notebook = await OpenNotebook.open(lab, "untrusted.ipynb", { cells: 1 });
    await assertDrawn(notebook, 1);
    assert.deepEqual(notebook.errors, []);
    await notebook.page.context().close();
  });
}

Deno.test("the lab in a browser", async (test) => {
  const results = await Deno.makeTempDir();
  try {
    await using lab = await startLab(FOLDER, results);
    await walk(lab, test);
  } finally {
    await Deno.remove(results, { recursive: true });
    await Deno.remove(new URL(FOLDER, ROOT), { recursive: true }).catch(() => {});
  }
});
