/**
 * Replacement patterns: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/substitutions-in-regular-expressions
 * @module
 */
import type { Match } from "./regex.ts";

/** A literal, a group's number, or one of the other substitutions. */
type Part =
  | string
  | { readonly group: number }
  | { readonly special: "before" | "after" | "last" | "input" };

const TOKEN = /\$(?:(\$)|(&)|(`)|(')|(\+)|(_)|(\d+)|\{(\w+)\})/g;

export function parseReplacement(text: string, names: ReadonlyMap<string, number>): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, dollar, all, before, after, last, input, digits, name] = match;
    let length = whole.length;
    let part: Part | undefined;
    if (dollar) part = "$";
    else if (all) part = { group: 0 };
    else if (before) part = { special: "before" };
    else if (after) part = { special: "after" };
    else if (last) part = { special: "last" };
    else if (input) part = { special: "input" };
    else if (digits) {
      const known = longestGroup(digits, names);
      if (known !== undefined) {
        part = { group: names.get(known)! };
        length = 1 + known.length;
      }
    } else if (names.has(name)) part = { group: names.get(name)! };
    if (part === undefined) continue;
    parts.push(text.slice(at, match.index), part);
    at = match.index + length;
  }
  parts.push(text.slice(at));
  return parts;
}

/** The digits when there is a group of that number: .NET takes them all or none. */
function longestGroup(digits: string, names: ReadonlyMap<string, number>): string | undefined {
  const number = String(Number(digits));
  return names.get(number) === Number(digits) ? digits : undefined;
}

export function expand(parts: readonly Part[], match: Match): string {
  let out = "";
  for (const part of parts) {
    if (typeof part === "string") out += part;
    else if ("group" in part) out += match.groupAt(part.group).value;
    else {
      switch (part.special) {
        case "before":
          out += match.text.slice(0, match.index);
          break;
        case "after":
          out += match.text.slice(match.index + match.length);
          break;
        case "input":
          out += match.text;
          break;
        case "last":
          out += match.groups.at(-1)!.value;
      }
    }
  }
  return out;
}
