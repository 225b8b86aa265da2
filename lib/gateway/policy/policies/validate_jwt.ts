/** `<validate-jwt>`: refuses requests without a JSON Web Token that is signed, timely and says what it must. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { claimsCheck, REQUIRED_CLAIMS } from "../jwt/claims.ts";
import { encodedKey, rsaKey, type SigningKey } from "../jwt/keys.ts";
import { openIdConfiguration } from "../jwt/openid.ts";
import {
  certificateOf,
  checkSources,
  DECRYPTION_KEYS,
  decryptionKeys,
  listOf,
  listRule,
  SIGNING_KEYS,
  TOKEN_ATTRIBUTES,
  tokenStep,
} from "../jwt/policy.ts";
import { checkRegisteredClaims, verifySignature } from "../jwt/verify.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";

export const validateJwt = definePolicy({
  name: "validate-jwt",
  sections: ["inbound"],
  documentation: policyPage("validate-jwt"),
  attributes: {
    ...TOKEN_ATTRIBUTES,
    "require-expiration-time": attribute.booleanValue,
    "require-scheme": attribute.value,
    "require-signed-tokens": attribute.booleanValue,
    "clock-skew": { type: "integer", expressions: true, min: 0 },
  },
  children: {
    kind: "elements",
    elements: {
      "openid-config": {
        attributes: {
          url: attribute.requiredValue,
          // whether the service tries the URL when the policy is put, which this gateway does not do
          "validate-connectivity": attribute.boolean,
        },
      },
      "issuer-signing-keys": SIGNING_KEYS,
      "decryption-keys": DECRYPTION_KEYS,
      audiences: listRule("audience"),
      issuers: listRule("issuer"),
      "required-claims": { ...REQUIRED_CLAIMS, max: 1 },
    },
  },
  check: (element, check) => checkSources(element, check, true),
  compile(node) {
    const requireExpiration = node.boolean("require-expiration-time", true);
    const requireSigned = node.boolean("require-signed-tokens", true);
    const clockSkew = node.number("clock-skew", 0);
    const urls = node.children("openid-config").map((config) => config.text("url"));
    const ownKeys = signingKeys(node);
    const decryption = decryptionKeys(node);
    const audiences = listOf(node, "audiences", "audience");
    const issuers = listOf(node, "issuers", "issuer");
    const checkClaims = claimsCheck(node);
    const wording = { missing: "JWT not present.", invalid: "Invalid JWT." };
    return tokenStep(node, wording, async (run, token) => {
      const rules = {
        requireSigned: requireSigned(run),
        requireExpiration: requireExpiration(run),
        clockSkewMs: clockSkew(run) * 1000,
        audiences: audiences(run),
        decryptionKeys: decryption(run),
      };
      const published = (again: boolean) =>
        Promise.all(urls.map((url) => openIdConfiguration(run, url(run), again)));
      const jwt = await verifySignature(token, async (again) => {
        const configurations = await published(again);
        return [...ownKeys(run), ...configurations.flatMap(({ keys }) => keys)];
      }, rules);
      const allowed = issuers(run);
      if (allowed.length === 0 || run.fidelity.jwtIssuers === "listed-and-published") {
        for (const { issuer } of await published(false)) if (issuer !== null) allowed.push(issuer);
      }
      checkRegisteredClaims(jwt, { ...rules, issuers: allowed }, run.ports.clock.now());
      checkClaims(run, jwt);
      return jwt;
    });
  },
});

function signingKeys(node: PolicyNode): (run: Run) => SigningKey[] {
  const keys = (node.child("issuer-signing-keys")?.children("key") ?? []).map((key) => ({
    id: key.literal("id"),
    certificate: certificateOf(key),
    n: key.optionalText("n"),
    e: key.optionalText("e"),
    text: key.content,
  }));
  return (run) =>
    keys.map(({ id, certificate, n, e, text }) => {
      certificate(run);
      return n !== null && e !== null ? rsaKey(id, n(run), e(run)) : encodedKey(id, text(run));
    });
}
