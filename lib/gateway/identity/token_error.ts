/**
 * Error answers of the token endpoints, in OAuth's shape with Entra's codes.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 * @module
 */

export class TokenError extends Error {
  override name = "TokenError";

  /** @param entraCode the number in AADSTS…; null where Entra has none */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly entraCode: number | null = null,
  ) {
    super(message);
  }

  static missing(parameter: string): TokenError {
    const message = `The request body must contain the following parameter: '${parameter}'.`;
    return new TokenError(400, "invalid_request", message, 900144);
  }

  static notFound(path: string): TokenError {
    const message = `The local stand-in for sign-in has nothing at '${path.slice(0, 120)}'.`;
    return new TokenError(404, "not_found", message);
  }

  /** @param now milliseconds since the epoch */
  toResponse(now: number): Response {
    const { status, code, message, entraCode } = this;
    const body = entraCode === null ? { error: code, error_description: message } : {
      error: code,
      error_description: `AADSTS${entraCode}: ${message}`,
      error_codes: [entraCode],
      timestamp: new Date(now).toISOString().replace("T", " ").replace(/\.\d+/, ""),
    };
    return Response.json(body, { status, headers: { "cache-control": "no-store" } });
  }
}
