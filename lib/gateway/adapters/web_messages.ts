/**
 * Between the gateway's messages and the web's `Request` and `Response`.
 * @module
 */
import { chain, type MaybePromise } from "../../core/maybe_promise.ts";
import {
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  RefusedRequestError,
  type ResponseMessage,
} from "../contracts/message.ts";
import type { Caller, MessageHandler } from "../http1/caller_connection.ts";
import { finalStatus, isBodiless } from "../http1/reply_head.ts";

/** A server's handler from one that speaks the web's types. The body of a GET, which those cannot hold, is left out. */
export function webHandler(
  handler: (request: Request, caller: Caller) => MaybePromise<Response>,
): MessageHandler {
  return (request, caller) => chain(handler(webRequest(request, caller.signal), caller), messageOf);
}

function webRequest({ method, url, headers, body }: IncomingRequest, signal: AbortSignal): Request {
  const bodiless = method === "GET" || method === "HEAD";
  if (bodiless) body?.discard();
  try {
    return new Request(url.toString(), {
      method,
      headers: webHeaders(headers),
      body: bodiless ? null : body?.wire() as BodyInit | null ?? null,
      signal,
    });
  } catch {
    throw new RefusedRequestError(400, "The request's host, method or path is malformed");
  }
}

function webHeaders(headers: HeaderMap): Headers {
  const web = new Headers();
  headers.forEach((name, values) => {
    for (const value of values) web.append(name, byteString(value));
  });
  return web;
}

/** The reply; what is no stream of events is read, since then its length can be told. */
async function messageOf(response: Response): Promise<ResponseMessage> {
  const headers = new HeaderMap();
  response.headers.forEach((value, name) => headers.append(name, value));
  const streamed = response.headers.get("content-type")?.startsWith("text/event-stream");
  return {
    statusCode: response.status,
    statusReason: response.statusText,
    headers,
    body: response.body === null
      ? null
      : new MessageBody(streamed ? response.body : await response.bytes()),
  };
}

/** The gateway's response as the web has it: a status code's reason is not told. */
export function writeResponse(response: ResponseMessage, method: string): Response {
  const status = finalStatus(response.statusCode);
  const bodiless = method === "HEAD" || isBodiless(status);
  if (bodiless) response.body?.discard();
  const content = response.body?.wire() ?? null;
  // A stream keeps the length that came with it.
  const keepsLength = method === "HEAD" || content instanceof ReadableStream;
  const written = new Response(bodiless ? null : content as BodyInit | null, { status });
  if (typeof content === "string") written.headers.delete("content-type"); // Response's own guess
  response.headers.forEach((name, values, key) => {
    if (key === "connection" || key === "transfer-encoding") return;
    if (key === "content-length" && !keepsLength) return;
    for (const value of values) written.headers.append(name, byteString(value));
  });
  return written;
}

const BEYOND_BYTES = /[\u0100-\uffff]/;
const encoder = new TextEncoder();

/** Characters that no header can carry go as the bytes of their UTF-8 form. */
function byteString(text: string): string {
  if (!BEYOND_BYTES.test(text)) return text;
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
}
