/**
 * Why a token is refused.
 * @see https://learn.microsoft.com/azure/api-management/api-management-error-handling-policies
 * @module
 */

/** LastError.Reason. */
export type JwtReason =
  | "TokenNotPresent"
  | "TokenSignatureInvalid"
  | "TokenSignatureKeyNotFound"
  | "TokenAudienceNotAllowed"
  | "TokenIssuerNotAllowed"
  | "TokenExpired"
  | "TokenClaimNotFound"
  | "TokenClaimValueNotAllowed"
  | "JwtInvalid";

export class JwtFault extends Error {
  override name = "JwtFault";

  /** @param wire what the caller is told where that is more than that the token is invalid */
  constructor(readonly reason: JwtReason, message: string, readonly wire: string | null = null) {
    super(message);
  }
}
