/**
 * JSON for policies: as the tokens that expressions see, and where in a text a value stands, as Newtonsoft counts
 * lines and positions.
 * @module
 */
import { parseToken, parseWithPlaces } from "../../dotnet/newtonsoft/linq/load.ts";
import type { JToken } from "../../dotnet/newtonsoft/linq/token.ts";
import { JContainer, JObject } from "../../dotnet/newtonsoft/linq/tree.ts";

/**
 * Tells places in a text, which is valid JSON: `Line: 1, Position: 9` for the JSON pointer of a value. The text is read
 * once, when the first place is asked for.
 */
export function placesIn(text: string): (pointer: string) => string {
  let root: JToken | null = null;
  return (pointer) => placeOf(root ??= parseWithPlaces(text), pointer);
}

function placeOf(root: JToken, pointer: string): string {
  let token: JToken | undefined = root;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    const inner = childOf(token, name);
    if (inner === undefined) break;
    token = inner;
  }
  const { line = 1, position = 1 } = token.lineInfo ?? {};
  return `Line: ${line}, Position: ${position}`;
}

function childOf(token: JToken, name: string): JToken | undefined {
  if (token instanceof JObject) return token.properties.get(name)?.value;
  return token instanceof JContainer ? token.children()[Number(name)] : undefined;
}

/** The value of a context variable that is JSON. */
export function jsonToken(value: unknown): JToken {
  return parseToken(JSON.stringify(value));
}
