/**
 * How large a JSON schema is: compiling one takes time for each of its parts.
 * @module
 */

/** Parts of one schema that are compiled: objects, and elements of lists. Assumption; in Azure a schema has 4 MB. */
export const MAX_SCHEMA_PARTS = 20_000;

/**
 * Whether the schema has more than {@link MAX_SCHEMA_PARTS}, what it refers to within its document counted once.
 * @param document what `$ref`s like `#/definitions/a` lead into
 */
export function isSchemaTooLarge(schema: unknown, document: unknown): boolean {
  const seen = new Set<unknown>();
  const left = [schema];
  let parts = 0;
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    const members = Object.values(part);
    parts += Array.isArray(part) ? members.length : 1;
    if (parts > MAX_SCHEMA_PARTS) return true;
    for (const member of members) left.push(member);
    const { $ref } = part as { readonly $ref?: unknown };
    if (typeof $ref === "string") left.push(partAt(document, $ref));
  }
  return false;
}

/** What a reference within the document leads to; undefined where that is nothing, or lies elsewhere. */
export function partAt(document: unknown, reference: string): unknown {
  const hash = reference.indexOf("#");
  let at = document;
  for (const step of reference.slice(hash + 1).split("/").slice(1)) {
    if (typeof at !== "object" || at === null) return undefined;
    const name = decoded(step).replaceAll("~1", "/").replaceAll("~0", "~");
    at = Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : undefined;
  }
  return at;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
