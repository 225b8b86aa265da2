/**
 * Who is signed in, as the token for ARM says.
 * @module
 */
import { type ArmAccess, attempt } from "../apim/mod.ts";

export interface SignedIn {
  /** Object id in the directory; null where the token does not say. */
  readonly objectId: string | null;
  readonly type: "User" | "ServicePrincipal";
  /** For people to recognize it by. */
  readonly name: string;
}

/** @throws ApimError when signing in fails */
export async function whoAmI({ credential, options }: ArmAccess): Promise<SignedIn> {
  const token = await attempt("sign in", () => credential.getToken(options.credentialScopes));
  const claims = claimsOf(token?.token ?? "");
  const text = (name: string) => typeof claims[name] === "string" ? claims[name] : null;
  const app = claims.idtyp === "app" || (text("upn") === null && text("unique_name") === null);
  return {
    objectId: text("oid"),
    type: app ? "ServicePrincipal" : "User",
    name: text("upn") ?? text("unique_name") ?? text("appid") ?? "the embedded APIM's caller",
  };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = Uint8Array.fromBase64(token.split(".")[1] ?? "", { alphabet: "base64url" });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return {};
  }
}
