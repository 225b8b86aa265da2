/**
 * `workshop --write`: an executed notebook in the place of the committed one.
 * @module
 */

/** Cells with this tag measure the machine: their outputs differ from run to run, and say nothing by it. */
const MEASURED = "measured";

interface Cell {
  readonly source: readonly string[];
  readonly metadata: { readonly tags?: readonly string[] };
  outputs?: readonly unknown[];
}

interface Notebook {
  readonly cells: readonly Cell[];
}

/**
 * Puts `executed` in the place of `notebook`. Cells that are tagged `measured` keep the outputs they had for as long
 * as their source is the same, so that a run that shows nothing new changes nothing.
 */
export async function replaceNotebook(notebook: URL, executed: URL): Promise<void> {
  const before: Notebook = JSON.parse(await Deno.readTextFile(notebook));
  const text = await Deno.readTextFile(executed);
  const after: Notebook = JSON.parse(text);
  let kept = false;
  for (const cell of after.cells) {
    if (!cell.metadata.tags?.includes(MEASURED)) continue;
    const source = String(cell.source);
    const same = before.cells.find((one) => String(one.source) === source && one.outputs?.length);
    if (same === undefined) continue;
    cell.outputs = same.outputs;
    kept = true;
  }
  // As nbformat writes it, so that nothing else differs.
  await Deno.writeTextFile(notebook, kept ? JSON.stringify(after, null, 1) : text);
}
