/**
 * Reading ARM requests: path, version, body.
 * @module
 */
import { ArmError } from "./error.ts";
import { isObject, type JsonObject } from "./json.ts";

/** ARM's limit for a request's body, in bytes. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Nesting that no resource needs. */
export const MAX_DEPTH = 100;

/** The decoded segments of a path; empty ones are left out. @throws ArmError for escapes that are none. */
export function segmentsOf(url: URL): string[] {
  try {
    return url.pathname.split("/").filter((segment) => segment !== "").map(decodeURIComponent);
  } catch {
    throw new ArmError(
      400,
      "InvalidRequestUri",
      "The request URI has an escape that cannot be read.",
    );
  }
}

/** @throws ArmError when `api-version` is missing or no version; every version is served as 2024-05-01. */
export function checkApiVersion({ searchParams }: URL): void {
  const version = searchParams.get("api-version");
  if (!version) {
    const message = "The api-version query parameter (?api-version=) is required for all requests.";
    throw new ArmError(400, "MissingApiVersionParameter", message);
  }
  if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/i.test(version)) {
    const message =
      `The api-version '${version.slice(0, 40)}' is invalid. The expected format is ` +
      "yyyy-mm-dd, with -preview after it for a preview.";
    throw new ArmError(400, "InvalidApiVersionParameter", message);
  }
}

/** The JSON object in the body; an empty one where there is no body. @throws ArmError */
export async function readBody(request: Request): Promise<JsonObject> {
  if (request.body === null) return {};
  const text = new TextDecoder().decode(await readBytes(request));
  if (text.trim() === "") return {};
  const type = request.headers.get("content-type")?.split(";")[0].trim().toLowerCase() ?? "";
  if (type !== "" && type !== "application/json" && !type.endsWith("+json")) {
    const message = `The content media type '${type.slice(0, 80)}' is not supported. ` +
      "Only 'application/json' is supported.";
    throw new ArmError(415, "UnsupportedMediaType", message);
  }
  const body = await parse(text);
  if (!isObject(body)) throw unreadable("a JSON object is expected");
  if (depthOver(body, MAX_DEPTH)) throw unreadable(`it is nested deeper than ${MAX_DEPTH} levels`);
  return body;
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = () => {
    const message =
      `The request content size exceeds the maximum size of '${MAX_BODY_BYTES}' bytes.`;
    return new ArmError(413, "RequestContentTooLarge", message);
  };
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) {
    await request.body!.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body!) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  if (chunks.length === 1) return chunks[0];
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** As leniently as ARM reads: Azure CLI sends templates with their comments, below a name without quotes. */
async function parse(text: string): Promise<unknown> {
  const json = text.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(json);
  } catch {
    try {
      const quiet = json.replace(/[\u2028\u2029]/g, " "); // which the reader would warn of on stderr
      return (await import("json5")).default.parse(quiet); // few bodies need it
    } catch {
      throw unreadable("it is not JSON"); // the parser's message would repeat a piece of the body
    }
  }
}

function unreadable(why: string): ArmError {
  const message = `The request content was invalid and could not be deserialized: ${why}.`;
  return new ArmError(400, "InvalidRequestContent", message);
}

function depthOver(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return left === 0 || Object.values(value).some((item) => depthOver(item, left - 1));
}
