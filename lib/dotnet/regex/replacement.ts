/**
 * Replacement patterns: `$1`, `${name}`, `$$`, `$&`, `` $` ``, `$'`, `$+`, `$_`.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/substitutions-in-regular-expressions
 * @module
 */
import { groupOf } from "./groups.ts";
import type { Pattern } from "./node.ts";

/** A literal, a group's number, or one of the other substitutions. */
type Part =
  | string
  | { readonly group: number }
  | { readonly special: "before" | "after" | "last" | "input" };

/** What a replacement needs of a match. */
interface Replaced {
  /** The whole input. */
  readonly text: string;
  readonly index: number;
  readonly length: number;
  readonly groups: readonly { readonly value: string }[];
  groupAt(number: number): { readonly value: string };
}

const TOKEN = /\$(?:(\$)|(&)|(`)|(')|(\+)|(_)|(\d+)|\{(\w+)\})/g;

export function parseReplacement(text: string, pattern: Pick<Pattern, "groups" | "names">): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, dollar, all, before, after, last, input, digits, name] = match;
    let part: Part | undefined;
    if (dollar) part = "$";
    else if (all) part = { group: 0 };
    else if (before) part = { special: "before" };
    else if (after) part = { special: "after" };
    else if (last) part = { special: "last" };
    else if (input) part = { special: "input" };
    else {
      const group = groupOf(pattern, digits ?? name);
      if (group !== undefined) part = { group };
    }
    if (part === undefined) continue;
    parts.push(text.slice(at, match.index), part);
    at = match.index + whole.length;
  }
  parts.push(text.slice(at));
  return parts;
}

export function expand(parts: readonly Part[], match: Replaced): string {
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
