/**
 * Newtonsoft's JSONPath: what a path consists of.
 * @module
 */
import type { JValue } from "../linq/value.ts";

/** One step of a path. */
export type PathFilter =
  | { readonly kind: "root" }
  /** A name; null is `*`. */
  | { readonly kind: "field"; readonly name: string | null }
  | { readonly kind: "fields"; readonly names: readonly string[] }
  | { readonly kind: "scan"; readonly name: string | null }
  | { readonly kind: "scanFields"; readonly names: readonly string[] }
  /** An index; null is `*`. */
  | { readonly kind: "index"; readonly index: number | null }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | {
    readonly kind: "slice";
    readonly start: number | null;
    readonly end: number | null;
    readonly step: number | null;
  }
  | { readonly kind: "query"; readonly query: Query }
  | { readonly kind: "scanQuery"; readonly query: Query };

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=" | "===" | "!==" | "=~" | "exists";

/** The condition in `[?( )]`. A side is a path from the element or the root, or a value. */
export type Query =
  | { readonly kind: "and" | "or"; readonly parts: readonly Query[] }
  | {
    readonly kind: "compare";
    readonly operator: Comparison;
    readonly left: Operand;
    readonly right: Operand | null;
  };

export type Operand = { readonly path: readonly PathFilter[] } | { readonly value: JValue };
