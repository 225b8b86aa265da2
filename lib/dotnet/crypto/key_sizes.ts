/**
 * KeySizes: the lengths that a key or a block may have.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { NAMESPACE } from "./hash.ts";

export const types = new Declarations();

export const KEY_SIZES = typeOf(`${NAMESPACE}.KeySizes`);

/** In bits. */
export class KeySizes implements CsObject {
  readonly csType = KEY_SIZES;
  constructor(readonly min: number, readonly max: number, readonly skip: number) {}
}

types.of<KeySizes>().declare({
  type: `class ${NAMESPACE}.KeySizes`,
  members: {
    "new(int minSize, int maxSize, int skipSize)": (min, max, skip) => new KeySizes(min, max, skip),
    "int MinSize { get; }": (self) => self.min,
    "int MaxSize { get; }": (self) => self.max,
    "int SkipSize { get; }": (self) => self.skip,
  },
});
