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

/**
 * A token wins over a key: gateways add theirs to requests that still have their caller's key.
 * @param now milliseconds since the epoch
 * @throws ApiError 401
 */
export function checkCredentials(headers: Headers, apiKey: string, now: number): void {
  const token = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const claims = token && JWT.exec(token)?.[1];
  if (claims) return checkClaims(claims, now);
  if ((headers.get("api-key") ?? token) !== apiKey) throw unauthorized;
}

/** As far as it says for whom and until when it is. */
function checkClaims(encoded: string, now: number): void {
  const { aud, exp } = claimsOf(encoded);
  const wrong = typeof aud === "string" &&
    !AUDIENCES.includes(aud.replace(/\/$/, "").toLowerCase());
  if (!wrong && !(typeof exp === "number" && exp * 1000 < now)) return;
  throw new ApiError(401, {
    statusCode: 401,
    message: "Unauthorized. Access token is missing, invalid, audience is incorrect " +
      "(https://cognitiveservices.azure.com), or have expired.",
  });
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
