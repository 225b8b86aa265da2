/**
 * JSON for policies: as the tokens that expressions see, and where in a text a value stands, as Newtonsoft counts
 * lines and positions.
 * @module
 */
import { parseToken, parseWithPlaces } from "../../dotnet/newtonsoft/linq/load.ts";
import type { JToken } from "../../dotnet/newtonsoft/linq/token.ts";
import { JContainer, JObject } from "../../dotnet/newtonsoft/linq/tree.ts";

/** `Line: 1, Position: 9`. @param pointer JSON pointer of a value in the text, which is valid JSON */
export function placeIn(text: string, pointer: string): string {
  let token: JToken | undefined = parseWithPlaces(text);
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
