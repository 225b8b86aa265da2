/**
 * The `=~` of Newtonsoft's JSONPath.
 * @module
 */
import { JTokenType } from "./token_type.ts";
import type { JValue } from "./tree.ts";

/** Whether a string matches `/pattern/flags`, of which i, m, s and x count. */
export function regexMatches(value: JValue, pattern: JValue): boolean {
  if (value.tokenType !== JTokenType.String || pattern.tokenType !== JTokenType.String) {
    return false;
  }
  const text = pattern.value as string;
  const end = text.lastIndexOf("/");
  const flags = [...text.slice(end + 1)].filter((flag) => "ims".includes(flag)).join("");
  return new RegExp(text.slice(1, end), flags).test(value.value as string);
}
