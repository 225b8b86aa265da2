/**
 * The service's routes: the dated API and the v1 API.
 * @module
 */
import { ApiError, notFound } from "./errors.ts";
import type { Operation } from "./operation.ts";

/** What a request's method and path ask for. */
export interface Route {
  readonly operation: Operation;
  readonly deployment: string | null;
  readonly responseId: string | null;
  readonly apiVersion: string;
}

/** @throws ApiError 404 for what is no route of the service. */
export function routeOf(request: Request): Route {
  const url = new URL(request.url);
  const dated = url.searchParams.get("api-version");
  const found =
    /^\/openai(\/v1)?(?:\/deployments\/([^/]+))?\/(chat\/completions|responses)(?:\/([^/]+))?$/
      .exec(url.pathname);
  if (!found) throw notFound;
  const [, v1, deployment, what, id] = found;
  const chat = what === "chat/completions";
  const right = v1
    ? deployment === undefined
    : dated !== null && chat === (deployment !== undefined);
  const method = id === undefined ? "POST" : chat ? "" : "GET DELETE";
  if (!right || !method.split(" ").includes(request.method)) throw notFound;
  return {
    operation: chat ? "ChatCompletions_Create" : "Responses_Create",
    deployment: deployment === undefined ? null : decoded(deployment),
    responseId: id ?? null,
    apiVersion: dated ?? "v1",
  };
}

/** A path segment's text; a malformed one names nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound;
  }
}

/** The body as an object. @throws ApiError 400 */
export async function readJson(request: Request): Promise<Readonly<Record<string, unknown>>> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw ApiError.notJson();
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw ApiError.notJson();
  return body as Readonly<Record<string, unknown>>;
}
