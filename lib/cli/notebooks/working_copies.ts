/**
 * The participants' own copies of the notebooks: as committed, but without the answers that their outputs give away.
 * @module
 */
import { listNotebooks } from "./notebook_cells.ts";

/** Where they usually are, as seen from the project; git ignores it. On the notebooks' own level: paths stay right. */
export const WORKING_FOLDER = "working/";
/** Where `reset` puts what was there. */
const KEPT_FOLDER = "before-reset/";
/** Below `notebooks/`. */
const FOLDERS = ["", "solutions/"];

/** How many notebooks were copied, and how many were there already and left as they are. */
export interface Copied {
  readonly made: number;
  readonly kept: number;
  /** Of those kept: the notebook has changed since its copy was last saved. */
  readonly outdated: number;
}

/**
 * Copies what is missing.
 * @param working where to; its URL ends in a slash.
 * @param options.reset copies everything anew, and puts what was there aside.
 */
export async function makeWorkingCopies(
  root: URL,
  working: URL,
  { reset = false }: { readonly reset?: boolean } = {},
): Promise<Copied> {
  let made = 0;
  let kept = 0;
  let outdated = 0;
  for (const folder of FOLDERS) {
    const source = new URL(`notebooks/${folder}`, root);
    const target = new URL(folder, working);
    await Deno.mkdir(target, { recursive: true });
    for (const notebook of await listNotebooks(source)) {
      const name = notebook.href.slice(source.href.length);
      const copy = new URL(name, target);
      const copied = await changed(copy);
      if (copied !== null) {
        if (!reset) {
          kept++;
          if (copied < (await changed(notebook))!) outdated++;
          continue;
        }
        const aside = new URL(KEPT_FOLDER + folder, working);
        await Deno.mkdir(aside, { recursive: true });
        await Deno.rename(copy, new URL(name, aside));
      }
      await Deno.writeTextFile(copy, withoutOutputs(await Deno.readTextFile(notebook)));
      made++;
    }
  }
  return { made, kept, outdated };
}

/** A notebook's text with every output and execution count gone, written as Jupyter writes it. */
export function withoutOutputs(notebook: string): string {
  const content = JSON.parse(notebook);
  for (const cell of content.cells) {
    if (cell.cell_type === "code") Object.assign(cell, { execution_count: null, outputs: [] });
  }
  return JSON.stringify(content, null, 1) + "\n";
}

/** When the file was last written, in milliseconds since the epoch; null where there is none. */
async function changed(file: URL): Promise<number | null> {
  try {
    return (await Deno.stat(file)).mtime?.getTime() ?? 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
