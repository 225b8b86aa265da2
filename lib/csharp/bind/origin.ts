/**
 * Where a reference comes from, as far as its expression tells (variables.ts).
 * @module
 */
import type { Bound } from "./bound.ts";
import type { LocalSymbol, Origin } from "./variables.ts";

export function originOf(bound: Bound): Origin {
  switch (bound.kind) {
    case "constant":
      return "literal";
    case "convert":
      return bound.conversion.kind === "box" ? "fresh" : originOf(bound.operand);
    case "local":
      return bound.local;
    case "call":
    case "concat":
    case "interpolated":
      return "fresh";
    default:
      return "unknown";
  }
}

/** What the origin says once every assignment is known: how its value came to be, and the local that first had it. */
export function resolveOrigin(
  origin: Origin,
): { readonly kind: "literal" | "fresh" | "unknown"; readonly local: LocalSymbol | null } {
  if (typeof origin === "string") return { kind: origin, local: null };
  if (origin.origin === "unset" || origin.reassigned) return { kind: "unknown", local: origin };
  const { kind, local } = resolveOrigin(origin.origin);
  return { kind, local: local ?? origin };
}
