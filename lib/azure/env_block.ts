/**
 * The block of `.env` that says what was deployed. It holds no key; what else stands in the file stays.
 * @module
 */
import type { AzureGroup } from "./group.ts";
import type { Foundation, FoundationSettings } from "./foundation.ts";

const BEGIN = "# >>> deno task azure up (written anew by each run; what stands below wins)";
const END = "# <<< deno task azure up";

/** The text of the block. */
export function envBlock(
  { subscriptionId, name }: Pick<AzureGroup, "subscriptionId" | "name">,
  { location }: Pick<FoundationSettings, "location">,
  { serviceName, backends }: Foundation,
): string {
  const variables: [string, string | number][] = [
    ["AZURE_SUBSCRIPTION_ID", subscriptionId],
    ["APIM_RESOURCE_GROUP", name],
    ["APIM_SERVICE_NAME", serviceName],
    ["APIM_LOCATION", location],
    ["BACKEND_AUTH", "managed-identity"],
  ];
  const provisioned = backends.some(({ sku }) => isProvisioned(sku));
  backends.forEach(({ endpoint, deployment, location, sku }, i) => {
    const letter = String.fromCharCode("A".charCodeAt(0) + i);
    const preferred = provisioned ? isProvisioned(sku) : i === 0;
    variables.push(
      [`BACKEND_${letter}_AZURE_OPENAI_ENDPOINT`, endpoint.replace(/\/+$/, "")],
      [`BACKEND_${letter}_DEPLOYMENT`, deployment],
      [`BACKEND_${letter}_REGION`, location],
      [`BACKEND_${letter}_TYPE`, isProvisioned(sku) ? "PTU" : "PAYG"],
      [`BACKEND_${letter}_PRIORITY`, preferred ? 1 : 2],
      [`BACKEND_${letter}_WEIGHT`, preferred ? 100 : 50],
    );
  });
  const lines = variables.map(([variable, value]) => `${variable}=${value}`);
  return [BEGIN, ...lines, END].join("\n");
}

/** `text` with the block in the place of an older one, else before everything else. */
export function withBlock(text: string, block: string): string {
  return `${block}\n${withoutBlock(text)}`;
}

/** `text` without the block. */
export function withoutBlock(text: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END, begin);
  if (begin === -1 || end === -1) return text;
  return text.slice(0, begin) + text.slice(end + END.length).replace(/^\n/, "");
}

function isProvisioned(sku: string): boolean {
  return sku.endsWith("ProvisionedManaged");
}
