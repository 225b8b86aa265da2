/**
 * The `=~` of Newtonsoft's JSONPath.
 * @module
 */
import { INLINE_OPTIONS } from "../../regex/options.ts";
import { regexOf } from "../../regex/regex.ts";
import { JTokenType } from "../linq/token_type.ts";
import type { JValue } from "../linq/value.ts";

/** Whether a string matches `/pattern/flags`, of which i, m, s and x count. @throws CsException for no pattern */
export function regexMatches(value: JValue, pattern: JValue): boolean {
  if (value.tokenType !== JTokenType.String || pattern.tokenType !== JTokenType.String) {
    return false;
  }
  const text = pattern.value as string;
  const end = text.lastIndexOf("/");
  let options = 0;
  for (const flag of text.slice(end + 1)) {
    if ("imsx".includes(flag)) options |= INLINE_OPTIONS.get(flag)!;
  }
  return regexOf(text.slice(1, end), options).match(value.value as string).success;
}
