/**
 * How the lab knows its own: everything it creates carries a mark, it overwrites and removes nothing else.
 * @module
 */
import { ApimError } from "./errors.ts";

/** In descriptions and tags of what the lab made, and in front of its subscriptions' names. */
export const LAB_MARK = "routing-workshop";

/** An owner's mark: attendees who share a service have each their own. @param owner their prefix; "": nobody's */
export function markOf(owner: string): string {
  return owner === "" ? LAB_MARK : `${LAB_MARK}-${owner}`;
}

/** `text` with the mark, for a description. */
export function marked(text: string, owner = ""): string {
  return `${text} [${markOf(owner)}]`;
}

/** Whether a description carries the owner's mark; without an owner: anybody's of the workshop. */
export function isMarked(description: string | null | undefined, owner?: string): boolean {
  return description?.includes(owner === undefined ? `[${LAB_MARK}` : `[${markOf(owner)}]`) ??
    false;
}

/** Whether the tags of a named value hold the owner's mark; without an owner: anybody's of the workshop. */
export function isTagged(tags: readonly string[] | undefined, owner?: string): boolean {
  return tags?.some((tag) =>
    owner === undefined ? tag === LAB_MARK || tag.startsWith(`${LAB_MARK}-`) : tag === markOf(owner)
  ) ?? false;
}

/** Whether a subscription's display name begins with the owner's mark; without an owner: anybody's of the workshop. */
export function isNamed(displayName: string | null | undefined, owner?: string): boolean {
  return owner === undefined
    ? displayName?.startsWith(LAB_MARK) ?? false
    : displayName?.startsWith(`${markOf(owner)} `) ?? false;
}

/** @throws ApimError `not-ours` when something of that name is there that the lab did not make. */
export function requireOurs(what: string, existing: { ours: boolean } | null, cure: string): void {
  if (existing === null || existing.ours) return;
  throw new ApimError(
    "not-ours",
    `${what} exists already, and you did not make it with this workshop: it is left as it is.`,
    cure,
  );
}
