/**
 * One call of ARM REST through the SDK's pipeline (its sign-in, its retries), for what the SDK has no method for
 * or would leave out: newer api-versions, for one.
 * @module
 */
import {
  createHttpHeaders,
  createPipelineRequest,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";

/** Of all calls that name none: first general version with pools and breakers that heed Retry-After. */
export const API_VERSION = "2024-05-01";

/** A client of the SDK that signs in, and the management plane that it is for. */
export interface ArmCaller {
  readonly client: { sendRequest(request: PipelineRequest): Promise<PipelineResponse> };
  /** Origin, without trailing slash. */
  readonly managementUrl: string;
}

export interface ArmCall {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** Below the host, without query: `/subscriptions/…`. */
  readonly path: string;
  readonly apiVersion?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface ArmReply {
  readonly status: number;
  /** The JSON body; null where there is none. */
  readonly body: unknown;
  readonly header: (name: string) => string | null;
}

/** What the service answers, whatever its status. @throws RestError when no answer came. */
export function callArm(caller: ArmCaller, call: ArmCall): Promise<ArmReply> {
  const url = new URL(caller.managementUrl + call.path);
  url.searchParams.set("api-version", call.apiVersion ?? API_VERSION);
  return send(caller, url.href, call);
}

/** The outcome of a long-running operation: asks where `reply` says until it is no longer 202. */
export async function settled(
  caller: Pick<ArmCaller, "client"> & { readonly pollMs: number },
  reply: ArmReply,
  wait: (ms: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<ArmReply> {
  let current = reply;
  while (current.status === 202) {
    const location = current.header("location") ?? reply.header("location");
    if (location === null) return current;
    const seconds = Number(current.header("retry-after"));
    await wait(seconds > 0 ? seconds * 1000 : caller.pollMs);
    current = await send(caller, location, { method: "GET", signal });
  }
  return current;
}

async function send(
  { client }: Pick<ArmCaller, "client">,
  url: string,
  { method, body, headers = {}, signal }: Omit<ArmCall, "path">,
): Promise<ArmReply> {
  const response = await client.sendRequest(createPipelineRequest({
    url,
    method,
    headers: createHttpHeaders({
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    }),
    ...(body !== undefined && { body: JSON.stringify(body) }),
    abortSignal: signal,
    allowInsecureConnection: url.startsWith("http:"),
  }));
  return {
    status: response.status,
    body: parsed(response.bodyAsText),
    header: (name) => response.headers.get(name) ?? null,
  };
}

function parsed(text: string | null | undefined): unknown {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What an error reply says, its details included. */
export function saidBy({ status, body }: ArmReply): string {
  const error = (body as { error?: { message?: string; details?: { message?: string }[] } })?.error;
  const details = (error?.details ?? []).flatMap(({ message }) => message ?? []);
  return [error?.message ?? `status ${status}`, ...details].join(" ");
}
