/**
 * What the gateway itself answers when a request fails, in the service's own JSON spelling.
 * @module
 */
import { HeaderMap, MessageBody, type ResponseMessage } from "../../contracts/message.ts";
import { reasonPhrase } from "../../contracts/reason_phrase.ts";
import type { ErrorReply } from "../../contracts/policy_error.ts";

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
