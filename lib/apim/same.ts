/**
 * Whether an entity is there as it should be, so that it need not be put again.
 * @module
 */

/** Whether all of `wanted` stands in `there` with the same values; what a service adds of its own counts for nothing. */
export function covers(there: unknown, wanted: unknown): boolean {
  if (isEmpty(wanted)) return true;
  if (Array.isArray(wanted)) {
    return Array.isArray(there) && there.length === wanted.length &&
      wanted.every((item, i) => covers(there[i], item));
  }
  if (typeof wanted === "object" && wanted !== null) {
    return typeof there === "object" && there !== null && Object.entries(wanted).every((
      [name, value],
    ) => covers((there as Record<string, unknown>)[name], value));
  }
  return there === wanted;
}

/** Whether none of the named members is in `there` that `wanted` has not. */
export function lacks(there: object, wanted: object, names: readonly string[]): boolean {
  const member = (of: object, name: string) => (of as Record<string, unknown>)[name];
  return names.every((name) => !isEmpty(member(wanted, name)) || isEmpty(member(there, name)));
}

/** Nothing, or what services write for it. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null ||
    (typeof value === "object" && !Array.isArray(value) && Object.values(value).every(isEmpty));
}
