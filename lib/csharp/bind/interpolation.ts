/**
 * Interpolated strings (C# 7.3, section 7.6.2).
 * @module
 */
import { error } from "../syntax/errors.ts";
import type { Expression } from "../syntax/ast.ts";
import type { AnyBound, InterpolatedPart } from "./bound.ts";
import { isConstant } from "./constants.ts";
import type { BindingContext } from "./context.ts";
import { asValue, convertImplicit } from "./convert.ts";
import * as t from "./types.ts";

export function bindInterpolated(
  b: BindingContext,
  syntax: Expression & { kind: "interpolated" },
): AnyBound {
  const { start: at } = syntax;
  const parts = syntax.parts.map((part): InterpolatedPart => {
    if ("text" in part) return part.text;
    const bound = b.expression(part.expression);
    const typeless = "type" in bound ? null : bound.kind;
    const value =
      typeless === "nullLiteral" || typeless === "defaultLiteral" || typeless === "throwLiteral"
        ? convertImplicit(bound, t.OBJECT, bound.at)
        : asValue(bound);
    if (value.type === t.VOID) {
      throw error("CS0029", bound.at, "'void' to 'object'");
    }
    let alignment = 0;
    if (part.alignment) {
      const width = b.convert(part.alignment, t.INT);
      if (!isConstant(width)) {
        throw error("CS0150", part.alignment.start);
      }
      alignment = width.value as number;
    }
    return { value, alignment, format: part.format };
  });
  return { kind: "interpolated", parts, type: t.STRING, at };
}
