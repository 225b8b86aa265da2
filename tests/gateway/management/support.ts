/**
 * A management plane for tests, on a virtual clock, with a stand-in for the policy compiler: it checks that
 * a document is XML and that its backends are there.
 */
import "../../defects.ts";
import { SaxesParser } from "saxes";
import { VirtualClock } from "../../../lib/core/clock.ts";
import { Random } from "../../../lib/core/random.ts";
import type { GatewayConfiguration } from "../../../lib/gateway/contracts/configuration.ts";
import { chooseFidelity, type Fidelity } from "../../../lib/gateway/contracts/fidelity.ts";
import { createManagementPlane } from "../../../lib/gateway/management/mod.ts";
import type {
  CompileOptions,
  CompileOutcome,
} from "../../../lib/gateway/policy/compile/compile.ts";
import type { Diagnostic } from "../../../lib/core/diagnostic.ts";
import type { TraceDocument } from "../../../lib/gateway/contracts/trace.ts";
import type { CompiledDocument } from "../../../lib/gateway/contracts/run.ts";

export const SERVICE = {
  subscriptionId: "00000000-0000-0000-0000-000000000001",
  resourceGroup: "rg-lab",
  name: "apim-lab",
  location: "East US",
  gatewayUrl: "http://127.0.0.1:1",
};

export const SERVICE_PATH =
  `/subscriptions/${SERVICE.subscriptionId}/resourceGroups/${SERVICE.resourceGroup}` +
  `/providers/Microsoft.ApiManagement/service/${SERVICE.name}`;

/** A document whose first section step tells its text, so that a test sees which one is published. */
export interface StubDocument extends CompiledDocument {
  readonly text: string;
}

function stubCompile(text: string, options: CompileOptions): CompileOutcome {
  const diagnostics: Diagnostic[] = [];
  const parser = new SaxesParser({ position: true });
  const report = (code: string, element: string | undefined, message: string) => {
    const { line, column } = parser;
    diagnostics.push({ code, severity: "error", message, line, column, element });
  };
  parser.on("error", (error) => report("xml", undefined, error.message));
  parser.on("opentag", ({ name, attributes }) => {
    const id = attributes["backend-id"];
    if (id && options.backendIds && !options.backendIds.has(String(id).toLowerCase())) {
      report("backend", name, `Backend with id '${id}' could not be found.`);
    }
  });
  const resolved = text.replace(
    /\{\{([^}]+)\}\}/g,
    (whole, name: string) => {
      const value = options.namedValues.get(name.toLowerCase());
      if (value === undefined && options.backendIds !== null) {
        report("unknown-named-value", undefined, `Cannot find a property '${name}'`);
      }
      return value ?? whole;
    },
  );
  parser.write(options.format === "rawxml" ? resolved.replace(/@\([^"]*"/g, '"') : resolved)
    .close();
  const sections = { inbound: null, backend: null, outbound: null, "on-error": null };
  const none: ReadonlySet<string> = new Set();
  const references = { namedValues: none, fragments: none, backends: none };
  const document: StubDocument = { sections, references, text: resolved };
  return { document: diagnostics.length > 0 ? null : document, diagnostics };
}

/** An answer, its JSON read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // deno-lint-ignore no-explicit-any -- tests look into answers of many shapes
  readonly body: any;
}

/** A plane, what it published, and `call` to send it requests below the default service. */
export function startPlane(
  options: {
    fidelity?: Partial<Fidelity>;
    provisioningMs?: number;
    compile?: typeof stubCompile;
    /** What the trace with the id `known` holds. */
    traceEntries?: TraceDocument["traceEntries"];
  } = {},
) {
  const { compile = stubCompile } = options;
  const clock = new VirtualClock();
  const published: GatewayConfiguration[] = [];
  const compiled: string[] = [];
  const tokens: string[] = [];
  const plane = createManagementPlane({
    clock,
    random: new Random("tests"),
    service: SERVICE,
    compile: (text, compileOptions) => {
      compiled.push(text);
      return compile(text, compileOptions);
    },
    publish: (configuration) => published.push(configuration),
    traces: {
      issueToken: ({ apiId }) => {
        tokens.push(`token-for-${apiId}`);
        return tokens.at(-1)!;
      },
      get: (traceId) =>
        traceId === "known"
          ? { serviceName: SERVICE.name, traceId, traceEntries: options.traceEntries ?? {} }
          : undefined,
    },
    fidelity: chooseFidelity(options.fidelity),
    provisioningMs: options.provisioningMs,
  });

  async function call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const absolute = path.startsWith("/subscriptions/0") ? path : SERVICE_PATH + path;
    const url = new URL(absolute, "http://management.test");
    if (!url.searchParams.has("api-version")) url.searchParams.set("api-version", "2024-05-01");
    const response = await plane.handle(
      new Request(url, {
        method,
        headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
        body: body === undefined
          ? undefined
          : typeof body === "string"
          ? body
          : JSON.stringify(body),
      }),
    );
    const text = await response.text();
    let json;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text, body: json };
  }
  const put = (path: string, properties: unknown, headers: Record<string, string> = {}) =>
    call("PUT", path, { properties }, headers);
  const latest = () => published.at(-1)!;
  return { plane, clock, published, compiled, call, put, latest };
}

/** A valid policy document with `inner` in its inbound section. */
export function policy(inner: string): string {
  return `<policies><inbound><base />${inner}</inbound><backend><base /></backend>` +
    "<outbound><base /></outbound><on-error><base /></on-error></policies>";
}
