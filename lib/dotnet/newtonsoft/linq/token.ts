/**
 * JToken and JContainer: what all JSON tokens have, and those with children; and plain JSON, which tokens are made of on
 * demand.
 * @module
 */
import { hold, spend } from "../../../csharp/runtime/budget.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { argument, outOfRange } from "../../../csharp/runtime/errors.ts";
import { collectionModified, type CsEnumerable } from "../../../csharp/runtime/sequence.ts";
import type { LineInfo } from "../errors.ts";

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

/** Of a token without its text. */
const TOKEN_BYTES = 256;

export abstract class JToken implements CsEnumerable {
  abstract readonly csType: CsType;
  abstract readonly tokenType: number;
  readonly elementType: CsType = JTOKEN;
  parent: JContainer | null = null;
  /** Where it was read; null for what was built, or read as plain JSON. */
  lineInfo: LineInfo | null = null;

  constructor() {
    hold(TOKEN_BYTES);
    spend(5);
  }

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

export abstract class JContainer extends JToken {
  /** Grows with every change to the list of children, so that enumerators notice. */
  version = 0;

  abstract get count(): number;
  /** The children; a new array unless the container is one. */
  abstract children(): readonly JToken[];
  abstract indexOf(token: JToken | null): number;
  /** Inserts at `index` of the children. @throws CsException when it does not belong here. */
  abstract insertToken(index: number, token: JToken): void;
  abstract removeTokenAt(index: number): void;
  abstract setTokenAt(index: number, token: JToken): void;
  abstract clear(): void;

  readonly isReadOnly = false;

  get hasValues(): boolean {
    return this.count > 0;
  }

  *[Symbol.iterator](): IterableIterator<JToken> {
    const { version } = this;
    for (const token of this.children()) {
      yield token;
      if (this.version !== version) throw collectionModified();
    }
  }

  /** @throws CsException System.ArgumentOutOfRangeException */
  tokenAt(index: number): JToken {
    const children = this.children();
    if (index < 0 || index >= children.length) {
      throw outOfRange(
        "index",
        "Index was out of range. Must be non-negative and less than the size of the collection.",
      );
    }
    return children[index];
  }

  /** `token` as a child of this container: a copy when it has a parent already or is an ancestor. */
  adopt(token: JToken): JToken {
    const own = token.parent !== null || token === this ||
        (token.hasValues && this.root === token)
      ? token.clone()
      : token;
    own.parent = this;
    return own;
  }

  contains(token: unknown): boolean {
    return this.indexOf(token as JToken) >= 0;
  }

  protected refuse(token: JToken): never {
    throw argument(`Can not add ${token.csType} to ${this.csType}.`);
  }
}
