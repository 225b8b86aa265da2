/**
 * Values of headers, held to what .NET's WebHeaderCollection takes; its words are what callers were seen to get.
 * @see https://github.com/MicrosoftDocs/azure-docs/issues/91179
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

/** White space at the ends, line breaks included, is no part of a value. */
const ENDS = /^[\t-\r ]+|[\t-\r ]+$/g;

/** A line break that does not fold the line: one without CR or LF, or with no white space behind it. */
const LINE_BREAK = /\r(?!\n[ \t])|(?<!\r)\n/;

// deno-lint-ignore no-control-regex -- the characters that are refused
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** @throws PolicyError for a value that would break out of its line, or that holds control characters. */
export function checkedHeaderValue(value: string): string {
  if (isPlain(value)) return value;
  const trimmed = value.replace(ENDS, "");
  if (LINE_BREAK.test(trimmed)) throw invalidHeader("CRLF", "value");
  if (CONTROL.test(trimmed)) throw invalidHeader("Control", "value");
  return trimmed;
}

/** Whether there is nothing but printable characters, which is nearly always. */
export function isPlain(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code < 32 || code === 127) return false;
  }
  return true;
}

export function invalidHeader(
  what: "CRLF" | "Control" | "HTTP Header",
  parameter: "name" | "value",
): PolicyError {
  return FAILURE.invalidHeader(what, parameter);
}
