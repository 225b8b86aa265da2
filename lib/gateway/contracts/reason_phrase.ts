/**
 * The usual words beside a status code.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 * @module
 */
import { STATUS_CODES } from "node:http";

/** Of no RFC, and yet common: the caller went away. */
const CLIENT_CLOSED_REQUEST = 499;

/** The phrase for a status code; "" for one without. */
export function reasonPhrase(statusCode: number): string {
  if (statusCode === CLIENT_CLOSED_REQUEST) return "Client Closed Request";
  return STATUS_CODES[statusCode] ?? "";
}
