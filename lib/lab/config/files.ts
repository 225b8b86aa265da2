/**
 * The two files that configuration comes from: `.env`, and what the Foundry set-up left behind.
 * @module
 */
import { parse } from "dotenv"; // jsr:@std/dotenv/parse has the same signature
import { dirname, join, resolve } from "node:path";
import type { ConfigProblem } from "./problem.ts";

/** Variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** Where the original kept what its set-up notebook had created, as seen from the notebooks' folder. */
export const FOUNDRY_CONFIG_FILE = "../0_setup/.foundry_config.json";

/** The nearest folder, from `start` upward, that holds `deno.json`: the project. */
export async function projectFolder(start: string): Promise<string> {
  for (let folder = resolve(start);; folder = dirname(folder)) {
    if (await readText(join(folder, "deno.json")) !== null) return folder;
    if (dirname(folder) === folder) return resolve(start);
  }
}

/** The variables in the first `.env` found in `folders`; none when there is no such file. */
export async function readEnvFile(folders: readonly string[]): Promise<Variables> {
  for (const folder of folders) {
    const text = await readText(join(folder, ".env"));
    if (text !== null) return parse(text);
  }
  return {};
}

/** What the Foundry file holds, or why it cannot be read. `values` is null where there is no file. */
export interface FoundryFile {
  readonly values: Variables | null;
  readonly problem: ConfigProblem | null;
}

/** Reads the first Foundry file found among `paths`. */
export async function readFoundryFile(paths: readonly string[]): Promise<FoundryFile> {
  for (const path of paths) {
    const text = await readText(path);
    if (text === null) continue;
    try {
      const content: unknown = JSON.parse(text);
      if (typeof content !== "object" || content === null || Array.isArray(content)) {
        throw new TypeError("it is no JSON object");
      }
      const entries = Object.entries(content).filter(([, value]) => typeof value === "string");
      return { values: Object.fromEntries(entries), problem: null };
    } catch (error) {
      const problem = {
        variable: path,
        found: `not readable (${error instanceof Error ? error.message : error})`,
        expected: "a JSON object such as the Foundry set-up writes",
        cure: "Mend or delete the file.",
      };
      return { values: null, problem };
    }
  }
  return { values: null, problem: null };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw error;
  }
}
