/** An API before one backend, for what calls through a gateway. */
import type { ManagementPlane } from "../../lib/gateway/management/mod.ts";

/**
 * Publishes `/fuzz/*` for GET and POST, without a key.
 * @param timeoutSeconds of the forward-request
 */
export async function publishApiFor(
  management: ManagementPlane,
  serviceUrl: string,
  timeoutSeconds: number,
): Promise<void> {
  const put = async (path: string, properties: unknown) => {
    const url = `http://arm${management.serviceId}/${path}?api-version=2024-05-01`;
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ properties });
    const response = await management.handle(new Request(url, { method: "PUT", headers, body }));
    if (!response.ok) throw new Error(`PUT ${path}: ${await response.text()}`);
  };
  await put("apis/fuzz", {
    path: "fuzz",
    displayName: "Fuzz",
    protocols: ["https"],
    serviceUrl,
    subscriptionRequired: false,
  });
  for (const method of ["GET", "POST"]) {
    const properties = { displayName: method, method, urlTemplate: "/*" };
    await put(`apis/fuzz/operations/${method.toLowerCase()}`, properties);
  }
  const value =
    `<policies><inbound><base /></inbound><backend><forward-request timeout="${timeoutSeconds}" />` +
    "</backend><outbound><base /></outbound><on-error><base /></on-error></policies>";
  await put("apis/fuzz/policies/policy", { format: "rawxml", value });
}
