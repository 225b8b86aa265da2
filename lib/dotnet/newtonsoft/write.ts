/**
 * Tokens to text, as JsonTextWriter writes them.
 * @module
 */
import { allocate, spend } from "../../csharp/runtime/budget.ts";
import { toText } from "../../csharp/runtime/object.ts";
import { quoteText } from "./escape.ts";
import { leafText } from "./linq/leaf_text.ts";
import { JToken, type Plain } from "./linq/token.ts";
import { JTokenType } from "./linq/token_type.ts";

/** Newtonsoft.Json.Formatting. */
export const Formatting = { None: 0, Indented: 1 } as const;

const NEW_LINE = "\n";
const STEP = "  ";

/** The token as JSON text. */
export function writeToken(token: JToken, formatting: number = Formatting.None): string {
  return formatting === Formatting.Indented ? writeIndented(token) : writeCompact(token);
}

function writeCompact(token: JToken): string {
  const text = compact(token);
  allocate(text.length);
  return text;
}

export function writeIndented(token: JToken): string {
  const text = indented(token, "");
  allocate(text.length);
  return text;
}

interface Property {
  readonly slot: JToken | Plain;
}

interface Leaf {
  readonly tokenType: number;
  readonly value: unknown;
}

/** What writing needs of the tokens with children (linq/tree.ts). */
type AnyToken =
  | {
    readonly tokenType: typeof JTokenType.Object;
    readonly plain: Plain;
    readonly properties: ReadonlyMap<string, Property>;
  }
  | {
    readonly tokenType: typeof JTokenType.Array;
    readonly plain: Plain;
    readonly slots: readonly (JToken | Plain)[];
  }
  | {
    readonly tokenType: typeof JTokenType.Constructor;
    readonly name: string;
    readonly slots: readonly (JToken | Plain)[];
  }
  | (Property & { readonly tokenType: typeof JTokenType.Property; readonly name: string });

function compact(slot: JToken | Plain): string {
  if (!(slot instanceof JToken)) return compactPlain(slot);
  spend();
  const token = slot as JToken & AnyToken;
  switch (token.tokenType) {
    case JTokenType.Object: {
      if (token.plain !== null) return JSON.stringify(token.plain);
      let text = "{";
      for (const [name, property] of token.properties) {
        if (text !== "{") text += ",";
        text += quoteText(name) + ":" + compact(property.slot);
      }
      return text + "}";
    }
    case JTokenType.Array:
      if (token.plain !== null) return JSON.stringify(token.plain);
      return `[${token.slots.map(compact).join(",")}]`;
    case JTokenType.Constructor:
      return `new ${token.name}(${token.slots.map(compact).join(",")})`;
    case JTokenType.Property:
      return `${quoteText(token.name)}:${compact(token.slot)}`;
    default:
      return valueText(slot as JToken & Leaf);
  }
}

function compactPlain(plain: Plain): string {
  switch (typeof plain) {
    case "string":
      return quoteText(plain);
    case "object":
      return JSON.stringify(plain);
    default:
      return String(plain);
  }
}

/** `indent` is what the line that this starts on is indented by. */
function indented(slot: JToken | Plain, indent: string): string {
  if (!(slot instanceof JToken)) return indentedPlain(slot, indent);
  spend();
  const token = slot as JToken & AnyToken;
  const inner = indent + STEP;
  switch (token.tokenType) {
    case JTokenType.Object: {
      if (token.plain !== null) return indentedPlain(token.plain, indent);
      const lines = [];
      for (const [name, property] of token.properties) {
        lines.push(`${quoteText(name)}: ${indented(property.slot, inner)}`);
      }
      return block("{", lines, "}", indent);
    }
    case JTokenType.Array:
      if (token.plain !== null) return indentedPlain(token.plain, indent);
      return block("[", token.slots.map((item) => indented(item, inner)), "]", indent);
    case JTokenType.Constructor: {
      const lines = token.slots.map((item) => indented(item, inner));
      return block(`new ${token.name}(`, lines, ")", indent);
    }
    case JTokenType.Property:
      return `${quoteText(token.name)}: ${indented(token.slot, indent)}`;
    default:
      return valueText(slot as JToken & Leaf);
  }
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open + close;
  const inner = NEW_LINE + indent + STEP;
  return `${open}${inner}${lines.join(`,${inner}`)}${NEW_LINE}${indent}${close}`;
}

function indentedPlain(plain: Plain, indent: string): string {
  if (typeof plain !== "object" || plain === null) return compactPlain(plain);
  const text = JSON.stringify(plain, null, STEP);
  return indent === "" ? text : text.replaceAll("\n", NEW_LINE + indent);
}

function valueText({ value, tokenType }: Leaf): string {
  switch (tokenType) {
    case JTokenType.Undefined:
      return "undefined";
    case JTokenType.Comment:
      return `/*${value ?? ""}*/`;
    case JTokenType.Raw:
      return toText(value);
    default:
      return leafText(value);
  }
}
