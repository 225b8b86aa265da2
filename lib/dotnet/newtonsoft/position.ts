/**
 * Paths to JSON tokens, as Newtonsoft writes them: `a.b[0]['c d']`.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { escapeText } from "./escape.ts";
import type { JToken } from "./linq/token.ts";
import { JProperty } from "./linq/tree.ts";
import { JTokenType } from "./linq/token_type.ts";
import type { JContainer } from "./linq/tree.ts";

const SPECIAL = /[. '/"[\]()\t\n\r\f\b\\\u0085\u2028\u2029]/;

/** `path` continued with a property's name. */
export function withName(path: string, name: string): string {
  if (SPECIAL.test(name)) return `${path}['${escapeText(name, "'")}']`;
  return path === "" ? name : `${path}.${name}`;
}

/** The token's path from its root. */
export function pathOf(token: JToken): string {
  const steps: (string | number)[] = [];
  let child: JToken | null = null;
  for (let at: JToken | null = token; at !== null; at = at.parent) {
    spend();
    if (at instanceof JProperty) steps.push(at.name);
    else if (child !== null && at.tokenType !== JTokenType.Object) {
      steps.push((at as JContainer).indexOf(child));
    }
    child = at;
  }
  if (token.parent === null) return "";
  return steps.reverse().reduce<string>(
    (path, step) => typeof step === "number" ? `${path}[${step}]` : withName(path, step),
    "",
  );
}
