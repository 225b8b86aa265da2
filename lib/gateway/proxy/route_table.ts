/**
 * Which API and operation a request is for: the API with the longest path that the request's path starts
 * with, of several versions there the one that the request names, then in it the most specific template of
 * the request's method.
 * @module
 */
import type {
  ApiConfiguration,
  GatewayConfiguration,
  OperationConfiguration,
} from "../contracts/configuration.ts";
import type { HeaderMap } from "../contracts/message.ts";
import type { MessageUrl } from "../contracts/url.ts";
import type { CompiledDocument, Run } from "../contracts/run.ts";
import { compileUrlTemplate, type UrlTemplate } from "./url_template.ts";

/** What a request matched. */
export interface Route {
  readonly api: ApiConfiguration;
  /** null when the API has no operation for it. */
  readonly operation: OperationConfiguration | null;
  /** Below the API's path, with its leading slash; "" for the API's path itself. */
  readonly path: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** The policy documents of operation, API and service: narrowest scope first. */
  readonly documents: Run["documents"];
}

interface CompiledOperation {
  readonly operation: OperationConfiguration;
  readonly documents: Run["documents"];
  readonly template: UrlTemplate;
}

interface CompiledApi {
  readonly api: ApiConfiguration;
  /** Where no operation matches. */
  readonly documents: Run["documents"];
  /** By upper-case method, most specific template first. */
  readonly methods: ReadonlyMap<string, readonly CompiledOperation[]>;
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();

export class RouteTable {
  /** Several at one path are versions of an API that a header or the query tells apart. */
  readonly #apis = new Map<string, CompiledApi[]>();
  #deepest = 0;

  constructor(configuration: GatewayConfiguration) {
    for (const api of configuration.apis) {
      const compiled = compileApi(api, configuration.globalPolicy);
      for (const path of pathsOf(api)) {
        const others = this.#apis.get(path);
        if (others) others.push(compiled);
        else this.#apis.set(path, [compiled]);
        this.#deepest = Math.max(this.#deepest, path === "" ? 0 : path.split("/").length);
      }
    }
  }

  /** The route of a request, or null when no API has a path that it starts with, or none its version. */
  find(method: string, url: MessageUrl, headers: HeaderMap): Route | null {
    const { path } = url;
    const found = this.#longestPrefix(path);
    const compiled = found && versionFor(found.versions, url, headers);
    if (!found || !compiled) return null;
    const below = path.slice(found.length);
    const { api, documents, methods } = compiled;
    for (const { operation, template, documents } of methods.get(method) ?? []) {
      const parameters = template.match(below, () => url.query);
      if (parameters !== null) return { api, operation, path: below, parameters, documents };
    }
    return { api, operation: null, path: below, parameters: NO_PARAMETERS, documents };
  }

  #longestPrefix(path: string): { versions: readonly CompiledApi[]; length: number } | null {
    const lower = path.toLowerCase();
    let end = 0;
    for (let depth = 0; depth < this.#deepest && end < lower.length; depth++) {
      end = lower.indexOf("/", end + 1);
      if (end === -1) end = lower.length;
    }
    for (;;) {
      const versions = this.#apis.get(lower.slice(1, end));
      if (versions !== undefined) return { versions, length: end };
      if (end === 0) return null;
      end = Math.max(0, lower.lastIndexOf("/", end - 1));
    }
  }
}

/** The version that a request names; one that names none gets the API without a version, if there is one. */
function versionFor(
  versions: readonly CompiledApi[],
  url: MessageUrl,
  headers: HeaderMap,
): CompiledApi | undefined {
  if (versions.length === 1 && versions[0].api.versionedBy === undefined) return versions[0];
  const asked = ({ in: place, name }: NonNullable<ApiConfiguration["versionedBy"]>) =>
    place === "header" ? headers.get(name) : parameterOf(url, name);
  const named = versions.find(({ api: { info, versionedBy } }) => {
    if (versionedBy === undefined) return false;
    return asked(versionedBy)?.trim().toLowerCase() === info.version.toLowerCase();
  });
  if (named) return named;
  const names = versions.some(({ api: { versionedBy } }) => versionedBy && asked(versionedBy));
  return names ? undefined : versions.find(({ api }) => api.versionedBy === undefined);
}

/** A query parameter, its name in any case. */
function parameterOf({ query }: MessageUrl, name: string): string | undefined {
  for (const [key, values] of query) if (key.toLowerCase() === name.toLowerCase()) return values[0];
  return undefined;
}

/** An API's current revision answers at its path, every revision at `path;rev=N`. */
function pathsOf({ info }: ApiConfiguration): string[] {
  const path = info.path.replace(/^\/+|\/+$/g, "").toLowerCase();
  const revision = `${path};rev=${info.revision}`;
  return info.isCurrentRevision ? [path, revision] : [revision];
}

function compileApi(api: ApiConfiguration, globalPolicy: CompiledDocument | null): CompiledApi {
  const documentsOf = (operation: OperationConfiguration | null): Run["documents"] => [
    { scope: "operation", document: operation?.policy ?? null },
    { scope: "api", document: api.policy },
    { scope: "global", document: globalPolicy },
  ];
  const methods = new Map<string, CompiledOperation[]>();
  for (const operation of api.operations) {
    const method = operation.info.method.toUpperCase();
    const compiled = {
      operation,
      template: compileUrlTemplate(operation.info.urlTemplate),
      documents: documentsOf(operation),
    };
    const others = methods.get(method);
    if (others) others.push(compiled);
    else methods.set(method, [compiled]);
  }
  for (const operations of methods.values()) {
    operations.sort((a, b) => compareText(a.template.rank, b.template.rank));
  }
  return { api, methods, documents: documentsOf(null) };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
