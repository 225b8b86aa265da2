/** A management plane that gives fixed answers, for what a working one never says. */
import { type Apim, connect } from "../../lib/apim/mod.ts";

export const TARGET = {
  subscriptionId: "11111111-2222-4333-8444-555555555555",
  resourceGroup: "rg",
  serviceName: "svc",
};

const SERVICE = {
  id:
    `/subscriptions/${TARGET.subscriptionId}/resourceGroups/rg/providers/Microsoft.ApiManagement/service/svc`,
  name: "svc",
  type: "Microsoft.ApiManagement/service",
  location: "East US",
  sku: { name: "Developer", capacity: 1 },
  properties: {
    gatewayUrl: "https://svc.azure-api.net",
    publisherEmail: "a@b.c",
    publisherName: "x",
  },
};

/** Answers a request that is not for the service itself; undefined stands for 404. */
export type Answer = (method: string, path: string, body: unknown) => Response | undefined;

export function armError(status: number, code: string, message: string, details: unknown = null) {
  return Response.json({ error: { code, message, details } }, { status });
}

/** Serves `answer` on a free port while `use` runs. */
export async function withStub<T>(
  answer: Answer,
  use: (endpoint: string) => Promise<T>,
): Promise<T> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname).split("/service/")[1] ?? "";
    const text = await request.text();
    return answer(request.method, path, text === "" ? null : JSON.parse(text)) ??
      armError(404, "ResourceNotFound", "Not found.");
  });
  try {
    return await use(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
}

/** The same, connected; the service itself is there. */
export function withApim<T>(answer: Answer, use: (apim: Apim) => Promise<T>): Promise<T> {
  return withStub(
    (method, path, body) => path === "svc" ? Response.json(SERVICE) : answer(method, path, body),
    async (endpoint) => await use(await connect({ ...TARGET, endpoint })),
  );
}
