/**
 * JToken: what all JSON tokens have; and plain JSON, which tokens are made of on demand.
 * @module
 */
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import type { CsEnumerable } from "../../../csharp/runtime/sequence.ts";
import type { LineInfo } from "../errors.ts";
import type { JContainer } from "./container.ts";

/** What JSON.parse gives. A number that is whole was written as an integer (plain.ts sees to it). */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainObject;
export type PlainObject = { readonly [name: string]: Plain };

const typeNamed = (name: string) => typeOf(`Newtonsoft.Json.Linq.${name}`);
export const JTOKEN = typeNamed("JToken");
export const JOBJECT = typeNamed("JObject");
export const JARRAY = typeNamed("JArray");
export const JPROPERTY = typeNamed("JProperty");
export const JVALUE = typeNamed("JValue");
export const JRAW = typeNamed("JRaw");
export const JCONSTRUCTOR = typeNamed("JConstructor");

export abstract class JToken implements CsEnumerable {
  abstract readonly csType: CsType;
  abstract readonly tokenType: number;
  readonly elementType: CsType = JTOKEN;
  parent: JContainer | null = null;
  /** Where it was read; null for what was built, or read as plain JSON. */
  lineInfo: LineInfo | null = null;

  abstract [Symbol.iterator](): Iterator<unknown>;
  abstract get hasValues(): boolean;
  /** A copy without a parent. */
  abstract clone(): JToken;

  get root(): JToken {
    // deno-lint-ignore no-this-alias -- the walk starts here
    let token: JToken = this;
    while (token.parent !== null) token = token.parent;
    return token;
  }
}
