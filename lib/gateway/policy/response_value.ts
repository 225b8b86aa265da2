/**
 * Responses in variables: what C# sees as an IResponse.
 * @module
 */
import type { PolicyContext } from "../context.ts";
import type { ResponseMessage } from "../message.ts";

/** A response as a C# value. */
export function boxResponse(response: ResponseMessage): unknown {
  return response;
}

/** The response that a variable holds; null when it holds none. */
export function responseVariable(context: PolicyContext, name: string): ResponseMessage | null {
  const value = context.variables.get(name);
  return typeof value === "object" && value !== null && "statusCode" in value
    ? value as ResponseMessage
    : null;
}
