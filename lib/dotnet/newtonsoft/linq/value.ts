/**
 * The leaves of the tree of JSON tokens.
 * @module
 */
import { toText } from "../../../csharp/runtime/object.ts";
import type { CsType } from "../../../csharp/runtime/type.ts";
import { formatValue } from "../../../csharp/runtime/composite_format.ts";
import { convertLeaf } from "./leaf_cast.ts";
import { compareLeaves, leafKey, leavesEqual } from "./leaf.ts";
import { JRAW, JToken, JVALUE } from "./token.ts";
import { JTokenType } from "./token_type.ts";

/** A leaf: a boxed C# value, and what JSON calls it. */
export class JValue extends JToken {
  get csType(): CsType {
    return JVALUE;
  }

  constructor(public value: unknown, public tokenType: number) {
    super();
  }

  get hasValues(): boolean {
    return false;
  }

  *[Symbol.iterator](): IterableIterator<never> {}

  clone(): JValue {
    return new JValue(this.value, this.tokenType);
  }

  csToString(): string {
    return toText(this.value);
  }

  csFormat(format: string | null): string {
    return formatValue(this.value, format);
  }

  csConvert(name: string): unknown {
    return convertLeaf(this, name);
  }

  csEquals(other: unknown): boolean {
    return other instanceof JValue && leavesEqual(this, other);
  }

  csHashKey(): string {
    return leafKey(this);
  }

  csCompare(other: unknown): number {
    if (other instanceof JValue) return compareLeaves(this, other);
    return compareLeaves(this, { value: other, tokenType: this.tokenType });
  }
}

/** JSON text that is written as it is. */
export class JRaw extends JValue {
  override get csType(): CsType {
    return JRAW;
  }

  constructor(text: unknown) {
    super(text, JTokenType.Raw);
  }

  override clone(): JRaw {
    return new JRaw(this.value);
  }
}

/** A JSON null. */
export function nullToken(): JValue {
  return new JValue(null, JTokenType.Null);
}
