/**
 * Why a token does not pass, each reason with its source. `docs/texts.md` is made from this.
 * @module
 */
import { ERRORS_PAGE, IDENTITY_MODEL, type Source } from "./source.ts";
import { words } from "./words.ts";

/** Why a token does not pass. */
export interface TokenFault {
  /** LastError.Reason. */
  readonly reason:
    | "TokenNotPresent"
    | "TokenSignatureInvalid"
    | "TokenSignatureKeyNotFound"
    | "TokenAudienceNotAllowed"
    | "TokenIssuerNotAllowed"
    | "TokenExpired"
    | "TokenClaimNotFound"
    | "TokenClaimValueNotAllowed"
    | "JwtInvalid";
  /** LastError.Message. */
  readonly message: string;
  /** What the caller is told where that is more than that the token is invalid. */
  readonly said?: string;
}

const token = <A extends readonly string[]>(
  reason: TokenFault["reason"],
  message: (...args: A) => string,
  source: Source = IDENTITY_MODEL,
) => words(source, (...args: A): TokenFault => ({ reason, message: message(...args) }));

/** A token's faults by name. The numbered texts are those of Microsoft's packages, which the page says it shows. */
export const TOKEN_FAULT = {
  notPresent: token("TokenNotPresent", (what: string) => what, ERRORS_PAGE),
  segments: token(
    "JwtInvalid",
    () => "IDX12741: JWT must have three segments (JWS) or five segments (JWE).",
  ),
  tooLong: token(
    "JwtInvalid",
    (length: string, most: string) =>
      `IDX10209: Token has length: '${length}' which is larger than the MaximumTokenLengthInBytes: '${most}'.`,
  ),
  noSignature: token(
    "TokenSignatureInvalid",
    () => "IDX10504: Unable to validate signature, token does not have a signature. Access denied.",
  ),
  signature: token(
    "TokenSignatureInvalid",
    () => "IDX10511: Signature validation failed. Keys tried did not fit. Access denied.",
  ),
  noKey: token(
    "TokenSignatureKeyNotFound",
    (id: string) =>
      `IDX10503: Signature validation failed. Token does not match any key. kid: '${id}'. Access denied.`,
  ),
  audience: token(
    "TokenAudienceNotAllowed",
    (found: string, valid: string) =>
      `IDX10214: Audience validation failed. Audiences: '${found}'. ` +
      `Did not match: validationParameters.ValidAudiences: '${valid}'. Access denied.`,
  ),
  issuer: token(
    "TokenIssuerNotAllowed",
    (found: string, valid: string) =>
      `IDX10205: Issuer validation failed. Issuer: '${found}'. ` +
      `Did not match: validationParameters.ValidIssuers: '${valid}'. Access denied.`,
  ),
  noExpiration: token(
    "JwtInvalid",
    () =>
      "IDX10225: Lifetime validation failed. The token is missing an Expiration Time. Access denied.",
  ),
  notYetValid: token(
    "JwtInvalid",
    (from: string, now: string) =>
      `IDX10222: Lifetime validation failed. The token is not yet valid. ` +
      `ValidFrom: '${from}', Current time: '${now}'. Access denied.`,
  ),
  expired: token(
    "TokenExpired",
    (to: string, now: string) =>
      `IDX10223: Lifetime validation failed. The token is expired. ` +
      `ValidTo: '${to}', Current time: '${now}'. Access denied.`,
  ),
  notANumber: token(
    "JwtInvalid",
    (claim: string) => `IDX10000: The claim '${claim}' is not a number.`,
  ),
  notDecrypted: token("JwtInvalid", (tried: string) => `IDX10609: Decryption failed. ${tried}.`),
  noConfiguration: token(
    "JwtInvalid",
    (url: string, why: string) => `IDX20803: Unable to obtain configuration from: '${url}'. ${why}`,
  ),
  keyNumbers: token("JwtInvalid", () => "The modulus or exponent is not valid.", null),
  keyNotBase64: token("JwtInvalid", () => "The key is not a valid Base64 string.", null),
  claimsMissing: token(
    "TokenClaimNotFound",
    (claims: string) => `JWT token is missing the following claims: ${claims}. Access denied.`,
    ERRORS_PAGE,
  ),
  claimValue: words(
    ERRORS_PAGE,
    (name: string, found: string, said?: string): TokenFault => ({
      reason: "TokenClaimValueNotAllowed",
      message: `Claim ${name} value of ${found} is not allowed. Access denied.`,
      said,
    }),
  ),
};

/** What a caller reads of a token that is missing, or that does not pass. No page has it for Microsoft Entra's. */
export const TOKEN_REPLY = {
  "validate-jwt": { missing: "JWT not present.", invalid: "Invalid JWT." },
  "validate-azure-ad-token": {
    missing: "Azure AD JWT not present",
    invalid: "Invalid Azure AD JWT",
  },
};
