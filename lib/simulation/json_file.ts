/**
 * JSON files that people hand in: checked field by field, errors with file and line.
 * @module
 */
import { Checker } from "../models/checker.ts";
import { MAX_JSON_CHARACTERS, parseJsonInput } from "../core/json_input.ts";
import { InputError } from "./input_error.ts";
import { jsonErrorLine, jsonLines } from "./report/json_lines.ts";

/** The file's text. @throws InputError when it cannot be read */
export async function readInput(path: string): Promise<string> {
  try {
    const { isFile, isDirectory, size } = await Deno.stat(path);
    if (isDirectory) throw new InputError(path, null, "is a folder: give it a file");
    if (isFile && size > 4 * MAX_JSON_CHARACTERS) {
      throw new InputError(path, null, `is too large: ${Math.round(size / 1e6)} MB`);
    }
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(path, null, `cannot be read: ${(error as Error).message}`);
  }
}

/**
 * The value, of which `check` reports what is wrong.
 * @param name what errors call the file
 * @throws InputError with the line of the first thing that is wrong
 */
export function checkedJson(
  name: string,
  text: string,
  check: (checker: Checker, value: unknown) => void,
): unknown {
  let value: unknown;
  try {
    value = parseJsonInput(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    throw new InputError(
      name,
      message.startsWith("is not JSON") ? jsonErrorLine(text) : null,
      message,
    );
  }
  let first: { path: string; message: string } | null = null;
  check(new Checker((path, message) => void (first ??= { path, message })), value);
  if (first === null) return value;
  const { path, message } = first as { path: string; message: string };
  const shown = path === "" ? message : `${path} ${message}`;
  throw new InputError(name, lineOf(jsonLines(text), path), shown);
}

/** The line of a path, or of the nearest thing around it when it is missing itself. */
function lineOf(lines: ReadonlyMap<string, number>, path: string): number {
  for (let at = path; at !== ""; at = at.replace(/(^|[.[])[^.[]*$/, "")) {
    const line = lines.get(at);
    if (line !== undefined) return line;
  }
  return lines.get("") ?? 1;
}
