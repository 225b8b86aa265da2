/** A served gateway with one API in front of a real HTTP backend. */
import "../../defects.ts";
import { type RunningGateway, serveGateway, type ServeOptions } from "../../../lib/gateway/mod.ts";

/** A backend that records what it saw. */
export interface Backend extends AsyncDisposable {
  readonly url: string;
  readonly seen: { readonly url: string; readonly headers: Headers }[];
}

export function serveBackend(
  answer: (request: Request) => Response | Promise<Response>,
): Backend {
  const seen: { url: string; headers: Headers }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    seen.push({ url: request.url, headers: new Headers(request.headers) });
    return answer(request);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    seen,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** PUTs a resource of the gateway's service. @throws Error with what the management plane answers */
export async function put(
  { gateway: { management } }: RunningGateway,
  path: string,
  properties: unknown,
): Promise<void> {
  const url = `https://management.azure.com${management.serviceId}/${path}?api-version=2024-05-01`;
  const response = await management.handle(
    new Request(url, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ properties }),
    }),
  );
  const text = await response.text();
  if (!response.ok) throw new Error(`PUT ${path}: ${response.status} ${text}`);
}

const METHODS = ["GET", "POST", "PUT", "HEAD", "DELETE"];

/** Serves a gateway whose API `/api` takes every call to `backend`, under `policy` where one is given. */
export async function serveApi(
  backend: string,
  options: { policy?: string; serve?: ServeOptions } = {},
): Promise<RunningGateway> {
  const running = await serveGateway(options.serve);
  await put(running, "apis/api", {
    path: "api",
    displayName: "Api",
    protocols: ["https"],
    serviceUrl: backend,
    subscriptionRequired: false,
  });
  for (const method of METHODS) {
    const properties = { displayName: method, method, urlTemplate: "/*" };
    await put(running, `apis/api/operations/${method.toLowerCase()}`, properties);
  }
  if (options.policy) {
    const value = options.policy;
    await put(running, "apis/api/policies/policy", { format: "rawxml", value });
  }
  return running;
}

/** A policy document with this backend section. */
export const backendPolicy = (backend: string) =>
  `<policies><inbound><base /></inbound><backend>${backend}</backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;

/** Sends raw bytes to a server and reads its answer up to the end of the connection, as Latin-1 text. */
export async function sendRaw(url: string, bytes: Uint8Array | string): Promise<string> {
  const { hostname, port } = new URL(url);
  const conn = await Deno.connect({ hostname, port: Number(port) });
  let text = "";
  try {
    const message = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    for (let at = 0; at < message.length;) at += await conn.write(message.subarray(at));
    await conn.closeWrite();
    const buffer = new Uint8Array(65_536);
    for (let n = await conn.read(buffer); n !== null; n = await conn.read(buffer)) {
      text += Array.from(buffer.subarray(0, n), (byte) => String.fromCharCode(byte)).join("");
    }
  } catch {
    // the server hung up
  } finally {
    conn.close();
  }
  return text;
}
