/**
 * Reading an entity that may not be there.
 * @module
 */
import { statusOf } from "./errors.ts";

/** What `read` gives, or null when the service answers 404. */
export async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

/** For calls that change or remove whatever version is there. */
export const ANY_VERSION = "*";
