/**
 * Notebook files, as far as the checks and the runner read them.
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 * @module
 */

/** One cell. `source` and texts come as one string or as lines. */
export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: string | readonly string[];
}

export interface Notebook {
  readonly cells: readonly Cell[];
}

/** The notebooks of a folder, in order of their names. */
export async function listNotebooks(folder: URL): Promise<URL[]> {
  const notebooks: URL[] = [];
  for await (const entry of Deno.readDir(folder)) {
    if (entry.isFile && entry.name.endsWith(".ipynb")) notebooks.push(new URL(entry.name, folder));
  }
  return notebooks.sort((a, b) => a.href < b.href ? -1 : 1);
}

/** What a notebook's outputs are called: its path below `folder`, as in `solutions-00-setup`. */
export function notebookName(notebook: URL, folder: URL): string {
  return decodeURIComponent(notebook.href.slice(folder.href.length))
    .replace(/\.ipynb$/, "").replaceAll("/", "-");
}

/** The notebook's code cells as one module, so that the type checker sees what the kernel will run. */
export async function codeOf(notebook: URL): Promise<string> {
  return (await codeCells(notebook))
    .map(({ number, code }) => `// cell ${number}\n${code}\n`)
    .join("");
}

/** The text of each code cell. */
export async function cellsOf(notebook: URL): Promise<string[]> {
  return (await codeCells(notebook)).map(({ code }) => code);
}

/** Each code cell with its number among all cells, from 1. */
async function codeCells(notebook: URL): Promise<{ number: number; code: string }[]> {
  const { cells }: Notebook = JSON.parse(await Deno.readTextFile(notebook));
  return cells.flatMap(({ cell_type, source }, index) =>
    cell_type === "code" ? [{ number: index + 1, code: [source].flat().join("") }] : []
  );
}
