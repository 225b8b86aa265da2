/**
 * Authorization: what get-authorization-context puts into its variable.
 * @see https://learn.microsoft.com/azure/api-management/get-authorization-context-policy
 * @module
 */
import type { AuthorizationGrant } from "../../contracts/ports.ts";
import { CsArray } from "../../../csharp/runtime/array.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { type View, viewAs } from "./view.ts";
import { CsDictionary } from "../../../dotnet/collections/dictionary.ts";

export const types = new Declarations();

const STRING = typeOf("System.String");
const OBJECT = typeOf("System.Object");

/** A grant as a C# value. */
export const authorizationView = viewAs<AuthorizationGrant>("Authorization");

types.of<View<AuthorizationGrant>>().declare({
  type: "class Authorization",
  members: {
    "string AccessToken { get; }": (self) => self.of.accessToken,
    "IReadOnlyDictionary<string, object> Claims { get; }": (self) => {
      const claims = new CsDictionary(STRING, OBJECT);
      for (const [name, value] of Object.entries(self.of.claims)) {
        claims.setEntry(name, boxed(value));
      }
      return claims;
    },
  },
});

function boxed(value: unknown): unknown {
  if (Array.isArray(value)) return CsArray.of(STRING, value.map(String));
  return typeof value === "string" || typeof value === "boolean" ? value : JSON.stringify(value);
}
