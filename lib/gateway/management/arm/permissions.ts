/**
 * What the caller may do at a scope: here, where no roles are assigned, everything.
 * @see https://learn.microsoft.com/rest/api/authorization/permissions
 * @module
 */
import { ArmError, methodNotAllowed } from "./error.ts";

const ADDRESS = ["providers", "microsoft.authorization", "permissions"];
const API_VERSIONS = ["2022-05-01-preview", "2022-04-01", "2018-07-01", "2015-07-01"];

/** The scope that is asked about, cut to pieces; null where a path asks for something else. */
export function permissionsScope(segments: readonly string[]): readonly string[] | null {
  const end = segments.slice(-ADDRESS.length).map((segment) => segment.toLowerCase());
  return end.join("/") === ADDRESS.join("/") ? segments.slice(0, -ADDRESS.length) : null;
}

/** An owner's. @throws ArmError */
export function permissions(method: string, url: URL): Response {
  if (method !== "GET") throw methodNotAllowed(method, ["GET"]);
  const version = url.searchParams.get("api-version") ?? "";
  if (!API_VERSIONS.includes(version.toLowerCase())) {
    const message = `The api-version '${version}' is invalid. The supported versions are ` +
      `'${API_VERSIONS.join(",")}'.`;
    throw new ArmError(400, "InvalidApiVersionParameter", message);
  }
  const all = { actions: ["*"], notActions: [], dataActions: [], notDataActions: [] };
  return Response.json({ value: [all] });
}
