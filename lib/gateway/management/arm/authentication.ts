/**
 * The check of bearer tokens, in ARM's words; it is off unless the plane is made with {@link TokenTrust}.
 * @see https://learn.microsoft.com/rest/api/azure/
 * @module
 */
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { ArmError } from "./error.ts";

/** Whose tokens are taken. */
export interface TokenTrust {
  /** The tenant that the subscriptions are in. */
  readonly tenantId: string;
  /** The key that tokens are signed with. */
  publicJwk(): JsonWebKey;
}

/** Both of ARM's audiences, of the public cloud; the plane's own address is one, too. */
const AUDIENCES = ["https://management.core.windows.net", "https://management.azure.com"];

/** Checks a request's token. @param now milliseconds since the epoch @throws ArmError 401 */
export async function checkToken(
  { headers, url }: { readonly headers: Headers; readonly url: string },
  trust: TokenTrust,
  now: number,
): Promise<void> {
  const header = headers.get("authorization")?.trim();
  if (!header) {
    throw refused(
      trust,
      "AuthenticationFailed",
      "Authentication failed. The 'Authorization' header is missing.",
      "The authentication failed because of missing 'Authorization' header.",
    );
  }
  const token = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (token === undefined) {
    const message = "The 'Authorization' header is provided in an invalid format.";
    throw refused(trust, "AuthenticationFailedInvalidHeader", message);
  }
  const { aud, tid } = await verified(token, trust, now);
  const audiences = [...AUDIENCES, new URL(url).origin];
  const given = [aud ?? ""].flat();
  if (!given.some((name) => audiences.includes(name.replace(/\/$/, "")))) {
    const message = "The access token has been obtained for wrong audience or resource " +
      `'${
        given.join(",").slice(0, 200)
      }'. It should exactly match with one of the allowed audiences ` +
      `${audiences.flatMap((name) => [`'${name}/'`, `'${name}'`]).join(",")}.`;
    throw refused(trust, "InvalidAuthenticationTokenAudience", message);
  }
  if (tid !== trust.tenantId) {
    const message = "The access token is from the wrong issuer. It must match the tenant " +
      `'${trust.tenantId}' associated with this subscription. Please use that tenant to get the token.`;
    throw refused(trust, "InvalidAuthenticationTokenTenant", message);
  }
}

async function verified(token: string, trust: TokenTrust, now: number): Promise<JWTPayload> {
  const keys = createLocalJWKSet({ keys: [{ ...trust.publicJwk(), kty: "RSA" }] });
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ["RS256"],
      currentDate: new Date(now),
      clockTolerance: 300,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      const message = "The access token expiry UTC time is earlier than current UTC time.";
      throw refused(trust, "ExpiredAuthenticationToken", message);
    }
    if (!(error instanceof errors.JOSEError)) throw error;
    throw refused(trust, "InvalidAuthenticationToken", "The access token is invalid.");
  }
}

/** @param description what the header says, where it differs from the body's message */
function refused(
  { tenantId }: TokenTrust,
  code: string,
  message: string,
  description = message,
): ArmError {
  const challenge = `Bearer authorization_uri="https://login.windows.net/${tenantId}", ` +
    `error="invalid_token", error_description="${description.replaceAll('"', "'")}"`;
  return new ArmError(401, code, message, null, { "www-authenticate": challenge });
}
