/**
 * File descriptors, of which a process has so many and no more.
 * @module
 */

/** EMFILE (the process has no more) and ENFILE (the machine has none), as the system words them. */
const OUT_OF_DESCRIPTORS = /\(os error (24|23)\)|\b(EMFILE|ENFILE)\b/;

/** Whether something failed since there was no file descriptor left: it passes as others are closed. */
export function isOutOfDescriptors(error: unknown): boolean {
  return error instanceof Error && OUT_OF_DESCRIPTORS.test(error.message);
}
