/**
 * One request with tracing on, and what the gateway did with it.
 * @module
 */
import { type Apim, debugToken, readTrace, traceSections, traceTree } from "../../apim/mod.ts";
import { type RequestRecord, send, type Target } from "../../workload/mod.ts";
import type { Showable } from "../show/display.ts";
import { storyHtml } from "../show/story.ts";

export interface TracedRequestOptions {
  readonly apim: Apim;
  readonly apiId: string;
  readonly gateway: Target;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Of the record's times: "ms" or "simulated ms". */
  readonly unit: string;
  readonly signal: AbortSignal;
}

/** @throws Error when the gateway traced nothing; ApimError */
export async function tracedRequest(
  { apim, apiId, gateway, payload, unit, signal }: TracedRequestOptions,
): Promise<{ record: RequestRecord; shown: Showable }> {
  const token = await debugToken(apim, apiId, { signal });
  let traceId: string | null = null;
  const record = await send({
    ...gateway,
    headers: { ...gateway.headers, "Apim-Debug-Authorization": token.reveal() },
  }, { payload, signal, onHeaders: (headers) => traceId = headers.get("Apim-Trace-Id") });
  signal.throwIfAborted();
  if (traceId === null) {
    throw new Error("the gateway traced nothing: its reply has no Apim-Trace-Id");
  }
  const trace = await readTrace(apim, traceId, { signal });
  const html = storyHtml(traceSections(trace), record, unit);
  return { record, shown: { html, text: traceTree(trace) } };
}
