/**
 * How the lab knows its own: everything it creates carries a mark, it overwrites and removes nothing else.
 * @module
 */
import { ApimError } from "./errors.ts";

/** In descriptions and tags of what the lab made, and in front of its subscriptions' names. */
export const LAB_MARK = "routing-workshop";

/** `text` with the mark, for a description. */
export function marked(text: string): string {
  return `${text} [${LAB_MARK}]`;
}

/** Whether a description carries the mark. */
export function isMarked(description: string | null | undefined): boolean {
  return description?.includes(`[${LAB_MARK}]`) ?? false;
}

/** @throws ApimError `not-ours` when something of that name is there that the lab did not make. */
export function requireOurs(what: string, existing: { ours: boolean } | null, cure: string): void {
  if (existing === null || existing.ours) return;
  throw new ApimError(
    "not-ours",
    `${what} exists already, and this workshop did not make it: it is left as it is.`,
    cure,
  );
}
