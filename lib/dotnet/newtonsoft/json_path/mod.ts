/**
 * Newtonsoft's JSONPath: paths by their text.
 * @module
 */
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import { PathParser } from "./parse.ts";
import type { PathFilter } from "./path.ts";

const known = new Map<string, readonly PathFilter[]>();
const MAX_KNOWN = 500;

/** @throws CsException JsonException for text that is no path, ArgumentNullException. */
export function parsePath(text: string | null): readonly PathFilter[] {
  if (text === null) throw argumentNull("expression");
  let path = known.get(text);
  if (path === undefined) {
    path = new PathParser(text).parse();
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(text, path);
  }
  return path;
}
