/**
 * `$filter` of lists: the part of OData that APIM documents.
 * @module
 */
import { table } from "../../../core/table.ts";
import { ArmError } from "./error.ts";
import { isObject, type Json, listOf, objectOf } from "./json.ts";

/** Reads a property of a list's item by a path such as `properties/displayName`. */
export type Lookup = (path: string) => Json | undefined;

/** Whether an item stays in the list. */
export type Filter = (lookup: Lookup) => boolean;

const COMPARE: Readonly<Record<string, (a: string | number, b: string | number) => boolean>> =
  table({
    eq: (a, b) => a === b,
    ne: (a, b) => a !== b,
    gt: (a, b) => a > b,
    ge: (a, b) => a >= b,
    lt: (a, b) => a < b,
    le: (a, b) => a <= b,
  });

const FUNCTIONS: Readonly<Record<string, (a: string, b: string) => boolean>> = table({
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
  substringof: (part, text) => text.includes(part),
});

const TOKEN = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s(),']+))/y;

interface Token {
  readonly kind: "text" | "mark" | "word";
  readonly value: string;
}

/**
 * @param known whether there is a property of that path; default: any may be
 * @throws ArmError 400 that names what is wrong.
 */
export function parseFilter(source: string, known: (path: string) => boolean = () => true): Filter {
  /** Those of lambdas around what is read. */
  const variables: string[] = [];
  const tokens = tokenize(source);
  let at = 0;
  const peek = () => tokens[at];
  const isWord = (value: string) => peek()?.kind === "word" && peek().value.toLowerCase() === value;
  const take = (expected: string): Token => {
    const token = tokens[at++];
    if (!token) throw badFilter(source, `${expected} expected at the end`);
    return token;
  };
  const mark = (value: string) => {
    const token = take(`"${value}"`);
    if (token.value !== value || token.kind !== "mark") {
      throw badFilter(source, `"${value}" expected instead of "${token.value}"`);
    }
  };

  function either(): Filter {
    let left = both();
    while (isWord("or")) {
      at++;
      const [a, b] = [left, both()];
      left = (lookup) => a(lookup) || b(lookup);
    }
    return left;
  }

  function both(): Filter {
    let left = negated();
    while (isWord("and")) {
      at++;
      const [a, b] = [left, negated()];
      left = (lookup) => a(lookup) && b(lookup);
    }
    return left;
  }

  function negated(): Filter {
    if (!isWord("not")) return primary();
    at++;
    const inner = negated();
    return (lookup) => !inner(lookup);
  }

  function primary(): Filter {
    if (peek()?.value === "(" && peek().kind === "mark") {
      at++;
      const inner = either();
      mark(")");
      return inner;
    }
    const name = peek()?.kind === "word" ? peek().value.toLowerCase() : "";
    if (/^.+\/(any|all)$/.test(name) && tokens[at + 1]?.value === "(") return lambda();
    return Object.hasOwn(FUNCTIONS, name) && tokens[at + 1]?.value === "("
      ? call(name)
      : comparison();
  }

  function call(name: string): Filter {
    at++;
    mark("(");
    const left = operand();
    mark(",");
    const right = operand();
    mark(")");
    return (lookup) => FUNCTIONS[name](String(left(lookup)), String(right(lookup)));
  }

  /** `tags/any(tag: tag eq 'a')`: of a list's items; of objects in it by their members. */
  function lambda(): Filter {
    const [, path, quantifier] = /^(.+)\/(any|all)$/i.exec(tokens[at++].value)!;
    checkPath(path);
    mark("(");
    if (peek()?.kind === "mark" && peek().value === ")") { // any(): whether there are items at all
      mark(")");
      return (lookup) => listOf(lookup(path)).length > 0;
    }
    const name = lambdaVariable();
    variables.push(name);
    const inner = either();
    variables.pop();
    mark(")");
    const test = (item: Json, lookup: Lookup) =>
      inner((asked) => {
        const [first, ...rest] = asked.split("/");
        return first.toLowerCase() === name ? memberAt(item, rest) : lookup(asked);
      });
    return quantifier.toLowerCase() === "any"
      ? (lookup) => listOf(lookup(path)).some((item) => test(item, lookup))
      : (lookup) => listOf(lookup(path)).every((item) => test(item, lookup));
  }

  /** `tag:`, `tag :` or, grown together with what follows, `tag:tag`. */
  function lambdaVariable(): string {
    const [name, rest] = take("a variable").value.split(/:(.*)/s);
    if (rest) tokens.splice(at, 0, { kind: "word", value: rest });
    else if (rest === undefined && take('":"').value !== ":") {
      throw badFilter(source, `":" expected after "${name}"`);
    }
    return name.toLowerCase();
  }

  function comparison(): Filter {
    const left = operand();
    const operator = take("an operator").value.toLowerCase();
    if (!Object.hasOwn(COMPARE, operator)) {
      throw badFilter(source, `"${operator}" is not an operator`);
    }
    const right = operand();
    return (lookup) => COMPARE[operator](left(lookup), right(lookup));
  }

  function operand(): (lookup: Lookup) => string | number {
    const { kind, value } = take("a value");
    if (kind === "mark") throw badFilter(source, `"${value}" is not a value`);
    if (kind === "text") {
      const lower = value.toLowerCase();
      return () => lower;
    }
    if (/^(true|false|null)$/i.test(value)) return () => value.toLowerCase();
    if (/^-?\d+(\.\d+)?$/.test(value)) return () => Number(value);
    checkPath(value);
    return (lookup) => comparable(lookup(value));
  }

  function checkPath(path: string): void {
    if (variables.includes(path.split("/")[0].toLowerCase()) || known(path)) return;
    throw badFilter(source, `there is no property "${path}"`);
  }

  const filter = either();
  if (at < tokens.length) throw badFilter(source, `"${tokens[at].value}" was not expected`);
  return filter;
}

function memberAt(item: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = item;
  for (const name of path) {
    const object = objectOf(value);
    const key = Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
    value = key === undefined ? undefined : object[key];
  }
  return value;
}

/** Texts compare without case. */
function comparable(value: Json | undefined): string | number {
  if (typeof value === "number") return value;
  if (value === undefined) return "null";
  return (isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value))
    .toLowerCase();
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const trimmed = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < trimmed.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (!match) throw badFilter(source, `the text at position ${from + 1} cannot be read`);
    const [, text, mark, word] = match;
    if (text !== undefined) tokens.push({ kind: "text", value: text.replaceAll("''", "'") });
    else tokens.push(mark ? { kind: "mark", value: mark } : { kind: "word", value: word });
    if (tokens.length > 500) throw badFilter(source.slice(0, 40) + "…", "it is too long");
  }
  return tokens;
}

function badFilter(source: string, why: string): ArmError {
  return new ArmError(400, "ValidationError", `$filter '${source}' is not valid: ${why}.`);
}
