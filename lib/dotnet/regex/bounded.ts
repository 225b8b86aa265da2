/**
 * The regular expressions of others, for the host: .NET's, whose every instruction is counted.
 * @module
 */
import { regexOf } from "./regex.ts";

/** What can be asked of it. */
export interface BoundedRegex {
  /** @throws LimitExceededError */
  test(text: string): boolean;
  /** The pattern. */
  toString(): string;
}

/** @throws CsException RegexParseException for what is no pattern */
export function boundedRegex(pattern: string): BoundedRegex {
  const regex = regexOf(pattern, 0);
  return { test: (text) => regex.match(text).success, toString: () => pattern };
}
