/** Notebooks' cells in any order, as a kernel would run them, without a kernel. */
import { fileURLToPath } from "node:url";
import { cellsOf, listNotebooks, notebookName } from "../../lib/cli/notebooks/notebook_cells.ts";

const ROOT = new URL("../../", import.meta.url);
const NOTEBOOKS = new URL("notebooks/", ROOT);

/** What came of a run of cells. */
export interface Outcome {
  readonly success: boolean;
  /** What the cells showed, and the error that ended them. */
  readonly said: string;
}

/** The notebooks, by name; their solutions, too, where they are asked for. */
export async function notebooks(
  { solutions }: { readonly solutions: boolean },
): Promise<Map<string, URL>> {
  const all = await listNotebooks(NOTEBOOKS);
  if (solutions) all.push(...await listNotebooks(new URL("solutions/", NOTEBOOKS)));
  return new Map(all.map((url) => [notebookName(url, NOTEBOOKS), url]));
}

/** Runs the notebook's code cells in a fresh process, in the order that `order` puts them in. */
export async function runCells(
  notebook: URL,
  order: (cells: readonly string[]) => readonly string[],
): Promise<Outcome> {
  const folder = await Deno.makeTempDir({ prefix: "workshop cells " });
  const cells = new URL(".cells/", ROOT);
  await Deno.mkdir(cells, { recursive: true });
  const script = await Deno.makeTempFile({ dir: fileURLToPath(cells), suffix: ".ts" });
  try {
    await Deno.writeTextFile(script, asScript(order(await cellsOf(notebook))));
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--quiet", script],
      cwd: fileURLToPath(NOTEBOOKS),
      env: {
        WORKSHOP_TARGET: "embedded",
        WORKSHOP_RESULTS: folder,
        WORKSHOP_PACE: "instant",
        NO_COLOR: "1",
      },
      stdout: "piped",
      stderr: "piped",
    }).output();
    const decoder = new TextDecoder();
    return { success, said: decoder.decode(stdout) + decoder.decode(stderr) };
  } finally {
    await Deno.remove(script);
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * One module of many cells. As in a kernel, a cell may declare again what an earlier one declared: its outermost
 * constants become variables of the module. Imports may stand once.
 */
function asScript(cells: readonly string[]): string {
  const imports = new Set<string>();
  const bodies = cells.map((cell) =>
    cell.replaceAll(/^import [^;]*;\n?/gm, (statement) => {
      imports.add(statement.trim());
      return "";
    }).replaceAll(/^(const|let) /gm, "var ")
  );
  return [...imports, ...bodies].join("\n");
}
