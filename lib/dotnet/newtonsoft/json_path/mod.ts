/**
 * Newtonsoft's JSONPath: paths by their text.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import { PathParser } from "./parse.ts";
import type { PathFilter } from "./path.ts";

const known = new Map<string, readonly PathFilter[]>();
const MAX_KNOWN = 500;
const LONGEST_KNOWN = 1000;
/** Of reading a path, most of which are read once and kept. */
const STEPS_PER_PATH = 50;

/** @throws CsException JsonException for text that is no path, ArgumentNullException. */
export function parsePath(text: string | null): readonly PathFilter[] {
  if (text === null) throw argumentNull("expression");
  let path = known.get(text);
  if (path === undefined) {
    spend(STEPS_PER_PATH + text.length);
    path = new PathParser(text).parse();
    if (text.length > LONGEST_KNOWN) return path;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(text, path);
  }
  return path;
}
