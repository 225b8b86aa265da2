/**
 * Who is signed in, as the token for ARM says.
 * @module
 */
import type { ArmAccess } from "./client.ts";
import { isLocal } from "./cloud.ts";
import { attempt } from "./errors.ts";

export interface SignedIn {
  /** Object id in the directory; null where the token does not say. */
  readonly objectId: string | null;
  readonly type: "User" | "ServicePrincipal";
  /** For people to recognize it by. */
  readonly name: string;
}

/** @throws ApimError when signing in fails */
export async function whoAmI(
  { credential, cloud }: Pick<ArmAccess, "credential" | "cloud">,
): Promise<SignedIn> {
  const scope = `${cloud.audience}/.default`;
  const token = await attempt("sign in", () => credential.getToken(scope));
  const claims = claimsOf(token?.token ?? "");
  const text = (name: string) => typeof claims[name] === "string" ? claims[name] : null;
  const app = claims.idtyp === "app" || (text("upn") === null && text("unique_name") === null);
  return {
    objectId: text("oid"),
    type: app ? "ServicePrincipal" : "User",
    name: text("upn") ?? text("unique_name") ?? text("app_displayname") ?? text("appid") ??
      "the embedded APIM's caller",
  };
}

/** The most letters of a name that go into a prefix. */
const PREFIX_LETTERS = 10;

/**
 * What stands in front of the names of what somebody makes in a service that others use, too: the beginning of who
 * signed in, and four digits that tell two of the same name apart: `anna-meier-3f2a`.
 */
export function prefixOf({ name, objectId }: SignedIn): string {
  const letters = name.split("@")[0].toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(
    /^-+/g,
    "",
  )
    .slice(0, PREFIX_LETTERS).replaceAll(/-+$/g, "");
  const digits = fingerprint(objectId ?? name);
  return letters === "" ? `user-${digits}` : `${letters}-${digits}`;
}

/** {@link prefixOf} of who signed in; "" where nobody has to. */
export async function ownPrefix(access: ArmAccess): Promise<string> {
  return isLocal(access.cloud) ? "" : prefixOf(await whoAmI(access));
}

/** Four hexadecimal digits: FNV-1a, folded. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const ch of text) hash = Math.imul(hash ^ ch.codePointAt(0)!, 0x01000193);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, "0");
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = Uint8Array.fromBase64(token.split(".")[1] ?? "", { alphabet: "base64url" });
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return {};
  }
}
