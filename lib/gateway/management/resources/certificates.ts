/**
 * Client certificates for backends.
 * @see https://learn.microsoft.com/azure/api-management/api-management-howto-mutual-certificates
 * @module
 */
import { createHash, X509Certificate } from "node:crypto";
import { invalid } from "../arm/error.ts";
import type { JsonObject } from "../arm/json.ts";
import type { ResourceKind } from "../model.ts";
import { object, readOnly, required, text } from "../rules.ts";

export const certificates: ResourceKind = {
  path: "certificates",
  title: "Certificate",
  fields: {
    data: text({ min: 1 }),
    password: text(),
    keyVault: object({
      secretIdentifier: required(text({ min: 1 })),
      identityClientId: text(),
      lastStatus: readOnly,
    }),
    subject: readOnly,
    thumbprint: readOnly,
    expirationDate: readOnly,
  },
  without: ["PATCH"],
  prepare({ properties, previous }) {
    const { data, password, keyVault } = properties;
    if (keyVault !== undefined) return { properties: { keyVault } };
    if (data === undefined && previous) { // written back as it was shown
      return { properties: previous.properties, secrets: previous.secrets };
    }
    if (data === undefined) throw invalid("data", "'data' is required: the certificate in base64.");
    return {
      properties: described(String(data)),
      secrets: {
        data: String(data),
        ...(password !== undefined && { password: String(password) }),
      },
    };
  },
  actions: {
    refreshSecret(entity) {
      if (entity.properties.keyVault !== undefined) return { entity };
      throw invalid("keyVault", "The certificate is not kept in a key vault.");
    },
  },
};

/**
 * What a certificate says of itself. A PKCS #12 file is kept closed: it has the thumbprint of its bytes and no
 * subject, which is not Azure's answer but as much as can be said without opening it.
 */
function described(data: string): JsonObject {
  let bytes;
  try {
    bytes = Uint8Array.fromBase64(data);
  } catch {
    throw invalid("data", "'data' must be base64.");
  }
  try {
    const { subject, fingerprint, validTo } = new X509Certificate(bytes);
    return {
      subject: subject.replaceAll("\n", ", "),
      thumbprint: fingerprint.replaceAll(":", ""),
      expirationDate: new Date(validTo).toISOString(),
    };
  } catch {
    return { thumbprint: createHash("sha1").update(bytes).digest("hex").toUpperCase() };
  }
}
