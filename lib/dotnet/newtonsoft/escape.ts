/**
 * JavaScript string escapes as Newtonsoft writes them.
 * @module
 */

const NAMED: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  "\\": "\\\\",
}));

function escapeOne(char: string): string {
  const named = NAMED.get(char);
  if (named !== undefined) return named;
  if (char === '"' || char === "'") return `\\${char}`;
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

// deno-lint-ignore no-control-regex -- control characters are what is escaped
const IN_DOUBLE = /["\\\u0000-\u001f\u0085\u2028\u2029]/g;
// deno-lint-ignore no-control-regex -- the same
const IN_SINGLE = /['\\\u0000-\u001f\u0085\u2028\u2029]/g;
// deno-lint-ignore no-control-regex -- the same
const HAS_SPECIAL = /["\\\u0000-\u001f\u0085\u2028\u2029]/;

/** The inside of a string literal in those quotes. */
export function escapeText(text: string, quote: '"' | "'"): string {
  return text.replace(quote === '"' ? IN_DOUBLE : IN_SINGLE, escapeOne);
}

/** The text as a JSON string. */
export function quoteText(text: string): string {
  return HAS_SPECIAL.test(text) ? `"${text.replace(IN_DOUBLE, escapeOne)}"` : `"${text}"`;
}
