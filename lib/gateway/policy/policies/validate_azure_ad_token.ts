/** `<validate-azure-ad-token>`: refuses requests without a token of an Entra tenant for the right application. */
import { TOKEN_FAULT } from "../../contracts/texts/token_faults.ts";
import type { Jwt } from "../../expression/context/credentials.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { claimsCheck, REQUIRED_CLAIMS } from "../jwt/claims.ts";
import { JwtFault } from "../jwt/fault.ts";
import { openIdConfiguration } from "../jwt/openid.ts";
import {
  checkSources,
  DECRYPTION_CERTIFICATES,
  decryptionKeys,
  listOf,
  listRule,
  TOKEN_ATTRIBUTES,
  tokenStep,
} from "../jwt/policy.ts";
import { checkRegisteredClaims, verifySignature } from "../jwt/verify.ts";

/** Tenants that stand for many: their tokens come from any of them. */
const SHARED_TENANTS: ReadonlySet<string> = new Set(["common", "organizations", "consumers"]);

const DEFAULT_ENDPOINT = "https://login.microsoftonline.com";

export const validateAzureAdToken = definePolicy({
  name: "validate-azure-ad-token",
  sections: ["inbound"],
  documentation: policyPage("validate-azure-ad-token"),
  attributes: {
    ...TOKEN_ATTRIBUTES,
    "tenant-id": attribute.requiredValue,
    "authentication-endpoint": attribute.value,
  },
  children: {
    kind: "elements",
    elements: {
      "backend-application-ids": listRule("application-id", false),
      "client-application-ids": listRule("application-id", false),
      audiences: listRule("audience"),
      "required-claims": { ...REQUIRED_CLAIMS, max: 1 },
      "decryption-keys": DECRYPTION_CERTIFICATES,
    },
  },
  check: (element, check) => checkSources(element, check, false),
  compile(node) {
    const tenant = node.text("tenant-id");
    const endpoint = node.text("authentication-endpoint", DEFAULT_ENDPOINT);
    const clients = listOf(node, "client-application-ids", "application-id");
    const backends = listOf(node, "backend-application-ids", "application-id");
    const audiences = listOf(node, "audiences", "audience");
    const decryption = decryptionKeys(node);
    const checkClaims = claimsCheck(node);
    const wording = { missing: "Azure AD JWT not present", invalid: "Invalid Azure AD JWT" };
    return tokenStep(node, wording, async (run, token) => {
      const id = tenant(run);
      const base = `${endpoint(run).replace(/\/$/, "")}/${id}`;
      const urls = ["", "/v2.0"].map((v) => `${base}${v}/.well-known/openid-configuration`);
      const published = (again: boolean) =>
        Promise.all(urls.map((url) => openIdConfiguration(run, url, again)));
      const rules = {
        requireSigned: true,
        requireExpiration: true,
        clockSkewMs: 0,
        audiences: [...audiences(run), ...backends(run).flatMap((id) => [id, `api://${id}`])],
        decryptionKeys: decryption(run),
      };
      const jwt = await verifySignature(token, async (again) => {
        return (await published(again)).flatMap(({ keys }) => keys);
      }, rules);
      const issuers = SHARED_TENANTS.has(id.toLowerCase())
        ? []
        : (await published(false)).flatMap(({ issuer }) => issuer ?? []);
      checkRegisteredClaims(jwt, { ...rules, issuers }, run.ports.clock.now());
      checkClient(jwt, clients(run));
      checkClaims(run, jwt);
      return jwt;
    });
  },
});

/** `appid` in tokens of version 1, `azp` in version 2. */
function checkClient(jwt: Jwt, allowed: readonly string[]): void {
  if (allowed.length === 0) return;
  const name = jwt.claims.has("appid") ? "appid" : "azp";
  const client = jwt.text(name);
  if (client !== null && allowed.includes(client)) return;
  throw client === null
    ? new JwtFault(TOKEN_FAULT.claimsMissing(name))
    : new JwtFault(TOKEN_FAULT.claimValue(name, client));
}
