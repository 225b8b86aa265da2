/**
 * What the gateway itself answers when a request fails, in the service's own JSON spelling.
 * @module
 */
import { HeaderMap, MessageBody, type ResponseMessage } from "../message.ts";
import { reasonPhrase } from "./reason_phrase.ts";

/** The reply to a failure, unless on-error changes it. */
export interface ErrorReply {
  readonly statusCode: number;
  /** Default: the status code's usual phrase. */
  readonly statusReason?: string;
  /** The whole body. Default: the gateway's JSON with {@link message}. */
  readonly body?: string;
  /** The text in the JSON. Default: the status reason. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What every failure without a reply of its own answers. */
export const INTERNAL_SERVER_ERROR: ErrorReply = Object.freeze({
  statusCode: 500,
  message: "Internal server error",
});

/** `{ "statusCode": 429, "message": "…" }`, spaced as the service spaces it; 500s tell the activity. */
export function errorBody(statusCode: number, message: string, activityId?: string): string {
  const activity = activityId === undefined ? "" : `, "activityId": ${JSON.stringify(activityId)}`;
  return `{ "statusCode": ${statusCode}, "message": ${JSON.stringify(message)}${activity} }`;
}

/** The message that answers a failed request. */
export function errorReply(reply: ErrorReply, requestId: string): ResponseMessage {
  const { statusCode } = reply;
  const statusReason = reply.statusReason ?? reasonPhrase(statusCode);
  const headers = new HeaderMap();
  for (const name in reply.headers) headers.set(name, reply.headers[name]);
  if (!headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  const activityId = statusCode >= 500 ? requestId : undefined;
  const body = reply.body ?? errorBody(statusCode, reply.message ?? statusReason, activityId);
  return { statusCode, statusReason, headers, body: body === "" ? null : new MessageBody(body) };
}
