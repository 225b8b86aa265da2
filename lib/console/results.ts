/**
 * Results on disk that a page may show: JSON files of one folder.
 * @module
 */

/** The largest file that a page gets. */
const MOST_BYTES = 20_000_000;
const MOST_NAMES = 200;

/** Names of the folder's JSON files, the newest first by name; none where there is no folder. */
export async function resultNames(folder: string | null): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    if (folder !== null) {
      for await (const { isFile, name } of Deno.readDir(folder)) {
        if (isFile && name.endsWith(".json")) names.push(name);
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort().reverse().slice(0, MOST_NAMES);
}

/** null where there is no such file, or none that a page could show. */
export async function readResult(folder: string, name: string): Promise<unknown> {
  if (!(await resultNames(folder)).includes(name)) return null;
  const path = `${folder}/${name}`;
  if ((await Deno.stat(path)).size > MOST_BYTES) return null;
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
