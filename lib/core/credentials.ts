/**
 * Fields and parameters that carry credentials, by their names.
 * @module
 */

/** Words of which a credential's name is made: `x-api-key`, `x-functions-key`, `X-Amz-Security-Token`, `Set-Cookie`. */
const WORDS =
  /(?:^|[-_.])(?:api[-_]?key|apikey|key|auth|authentication|authorization|code|cookie|cookies|credential|credentials|jwt|passwd|password|pwd|secret|sas|session|sig|signature|token|[a-z]*token|[a-z]*secret)(?:[-_.]|$)/i;

/** Whether a header, parameter or cookie of that name usually carries a credential. */
export function isCredentialName(name: string): boolean {
  return WORDS.test(name);
}

/** Parts of an Authorization value that are no secret. */
const SCHEME = /^(?:Basic|Bearer|Digest|Negotiate|SharedAccessSignature|AWS4-HMAC-SHA256)\s+/i;

/** What of the value is secret: all, without the scheme before it. */
export function credentialOf(value: string): string {
  return value.replace(SCHEME, "").trim();
}
