/**
 * Who may ask a region: the holder of its key, and whoever has an Entra token for it.
 * @module
 */
import { ApiError, unauthorized } from "./errors.ts";

/** An Entra token's form; who signed it is not checked, since there is no Entra here. */
const JWT = /^[\w-]+\.([\w-]+)\.[\w-]*$/;

/** What tokens for Azure OpenAI are issued for. */
const AUDIENCES = [
  "https://cognitiveservices.azure.com",
  "https://cognitiveservices.azure.us",
  "https://cognitiveservices.azure.cn",
  "https://ai.azure.com",
];

export interface Credentials {
  readonly authorization: string | null | undefined;
  /** The `api-key` header. */
  readonly key: string | null | undefined;
}

/**
 * Why a request may not ask; null when it may. A token wins over a key: gateways add theirs to requests that
 * still have their caller's key.
 * @param now milliseconds since the epoch
 */
export function credentialProblem(
  { authorization, key }: Credentials,
  apiKey: string,
  now: number,
): ApiError | null {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  const claims = token && JWT.exec(token)?.[1];
  if (claims) return isForUs(claims, now) ? null : wrongToken;
  return (key ?? token) === apiKey ? null : unauthorized;
}

/** 401: a token for somebody else, or of the past. */
const wrongToken = new ApiError(401, {
  statusCode: 401,
  message: "Unauthorized. Access token is missing, invalid, audience is incorrect " +
    "(https://cognitiveservices.azure.com), or have expired.",
});

/** As far as the token says for whom and until when it is. */
function isForUs(claims: string, now: number): boolean {
  const { aud, exp } = claimsOf(claims);
  const wrong = typeof aud === "string" &&
    !AUDIENCES.includes(aud.replace(/\/$/, "").toLowerCase());
  return !wrong && !(typeof exp === "number" && exp * 1000 < now);
}

function claimsOf(encoded: string): { aud?: unknown; exp?: unknown } {
  try {
    const bytes = Uint8Array.fromBase64(encoded, { alphabet: "base64url" });
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof claims === "object" && claims !== null ? claims : {};
  } catch {
    return {}; // a test's own token that says nothing
  }
}
