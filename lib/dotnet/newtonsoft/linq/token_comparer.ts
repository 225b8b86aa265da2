/**
 * JTokenEqualityComparer: deep equality.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { hashCode } from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import type { EqualityComparer } from "../../collections/comparer.ts";
import { deepEquals } from "./equality.ts";
import { leafKey } from "./leaf.ts";
import type { JToken } from "./token.ts";
import { JContainer, JObject, JProperty, type JValue } from "./tree.ts";

export const types = new Declarations();

export class TokenEquality implements EqualityComparer {
  readonly csType = typeOf("Newtonsoft.Json.Linq.JTokenEqualityComparer");

  equals(a: unknown, b: unknown): boolean {
    return deepEquals(a as JToken | null, b as JToken | null);
  }

  hashKey(value: unknown): unknown {
    return value === null ? null : deepKey(value as JToken);
  }
}

const STEPS_PER_TOKEN = 8;

/** Text that is the same exactly for deeply equal tokens. */
function deepKey(token: JToken): string {
  spend(STEPS_PER_TOKEN);
  if (!(token instanceof JContainer)) return JSON.stringify(leafKey(token as JValue));
  const keys = token.children().map(deepKey);
  if (token instanceof JObject) keys.sort();
  const name = token instanceof JProperty ? JSON.stringify(token.name) : "";
  return `${token.tokenType}${name}[${keys.join(",")}]`;
}

types.of<TokenEquality>().declare({
  type: "class Newtonsoft.Json.Linq.JTokenEqualityComparer : IEqualityComparer<JToken>",
  members: {
    "new()": () => new TokenEquality(),
    "bool Equals(JToken x, JToken y)": (self, x, y) => self.equals(x, y),
    "int GetHashCode(JToken obj)": (self, token) => hashCode(self.hashKey(token)),
  },
});
