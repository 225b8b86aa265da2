/**
 * The service's routes: the dated API and the v1 API.
 * @module
 */
import { table } from "../../core/table.ts";
import { ApiError, notFound } from "./errors.ts";
import type { Operation } from "./operation.ts";

/** What a request's method and path ask for. */
export type Route =
  & {
    /** `v1`, or a date. */
    readonly apiVersion: string;
  }
  & (
    | { readonly kind: "call"; readonly operation: Operation; readonly deployment: string | null }
    | { readonly kind: "stored"; readonly responseId: string }
    | { readonly kind: "models"; readonly model: string | null }
  );

const OPERATIONS: Readonly<Record<string, Operation>> = table({
  "chat/completions": "ChatCompletions_Create",
  responses: "Responses_Create",
  embeddings: "Embeddings_Create",
  completions: "Completions_Create",
});

const PATH =
  /^\/openai(\/v1)?(?:\/deployments\/([^/]+))?\/(chat\/completions|completions|responses|embeddings|models)(?:\/([^/]+))?$/;

/** @throws ApiError 404 for what is no route of the service. */
export function routeOf(request: Request): Route {
  const url = new URL(request.url);
  const dated = url.searchParams.get("api-version");
  const found = PATH.exec(url.pathname);
  if (!found) throw notFound;
  const [, v1, deployment, what, id] = found;
  if (!v1 && dated === null) throw notFound;
  const apiVersion = v1 ? "v1" : dated!;
  const { method } = request;
  if (what === "models") {
    if (deployment !== undefined || method !== "GET") throw notFound;
    return { kind: "models", apiVersion, model: id === undefined ? null : decoded(id) };
  }
  if (id !== undefined) {
    const stored = what === "responses" && deployment === undefined &&
      (method === "GET" || method === "DELETE");
    if (!stored) throw notFound;
    return { kind: "stored", apiVersion, responseId: decoded(id) };
  }
  // dated, all but responses name the deployment in the path; in v1, none does
  const named = !v1 && what !== "responses";
  if (method !== "POST" || named !== (deployment !== undefined)) throw notFound;
  return {
    kind: "call",
    apiVersion,
    operation: OPERATIONS[what],
    deployment: deployment === undefined ? null : decoded(deployment),
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
