/**
 * What the strategies' documents have in common: the request made ready, the loop over backends, the headers.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { entityName } from "./entities.ts";
import type { PolicyOptions, StrategyName } from "./strategy.ts";
import { block, comment, csharpString, element, literal, type Node, print, text } from "./xml.ts";

const RESPONSES_API_VERSION = "2025-04-01-preview";

/** Tokens for Azure OpenAI are issued for this resource. */
export const COGNITIVE_SERVICES = "https://cognitiveservices.azure.com";

/** The variable that holds the document's revision: an operation's policy can answer with it, too. */
const REVISION_VARIABLE = "policyRevision";

/** A reply (or the lack of one) that another backend may do better: busy, timed out, failed, unreachable. */
export const FAILED = "context.Response == null || context.Response.StatusCode == 429 || " +
  "context.Response.StatusCode == 408 || context.Response.StatusCode >= 500";

/** A variable of the request, cast to its type. */
export const variable = {
  int: (name: string) => `(int)context.Variables["${name}"]`,
  string: (name: string) => `(string)context.Variables["${name}"]`,
};

/** `<set-variable>`. `value` is an expression's code, or a literal through {@link literal}. */
export function setVariable(name: string, value: string): Node {
  return element("set-variable", { name, value });
}

/** Options with the revision decided. */
export type Stamped<O extends PolicyOptions> = O & { readonly revision: string };

/**
 * The document with its revision in it: the one asked for, or else the fingerprint of the document and of the
 * entities behind it, so that two that differ in either never have the same: who sees the revision at a gateway
 * knows that it has both.
 */
export function stamp<O extends PolicyOptions>(
  options: O,
  entities: object,
  document: (options: Stamped<O>) => string,
): { xml: string; revision: string } {
  const revision = options.revision ??
    fingerprint(document({ ...options, revision: "" }) + JSON.stringify(entities));
  return { xml: document({ ...options, revision }), revision };
}

/** FNV-1a, 32 bits, in hexadecimal. */
function fingerprint(value: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** A whole document. */
export function policyDocument(
  sections: { about: string; inbound: Node[]; backend: Node; outbound: Node[]; onError: Node[] },
): string {
  return print(element(
    "policies",
    {},
    comment(sections.about),
    element("inbound", {}, element("base"), ...sections.inbound),
    element("backend", {}, sections.backend),
    element("outbound", {}, element("base"), ...sections.outbound),
    element("on-error", {}, element("base"), ...sections.onError),
  ));
}

/** Inbound: the caller's keys dropped, the path and api-version that the backends expect, the attempt counter. */
export function prepareRequest(
  backends: readonly RoutingBackend[],
  options: Stamped<PolicyOptions>,
): Node[] {
  const nodes = [
    comment("The caller's keys end here: each backend has credentials of its own."),
    element("set-header", { name: "api-key", "exists-action": "delete" }),
    element("set-header", { name: "Ocp-Apim-Subscription-Key", "exists-action": "delete" }),
    ...options.auth === "managed-identity"
      ? [
        element("authentication-managed-identity", {
          resource: options.tokenResource ?? COGNITIVE_SERVICES,
        }),
      ]
      : [],
    setVariable(REVISION_VARIABLE, literal(options.revision)),
    element(
      "choose",
      {},
      element(
        "when",
        { condition: '@(context.Request.Url.Path.EndsWith("/chat/completions"))' },
        element("rewrite-uri", { template: "/openai/v1/chat/completions" }),
        element("set-query-parameter", { name: "api-version", "exists-action": "delete" }),
      ),
      element(
        "otherwise",
        {},
        element("rewrite-uri", { template: "/openai/responses" }),
        element(
          "set-query-parameter",
          { name: "api-version", "exists-action": "override" },
          element("value", {}, text(literal(options.apiVersion ?? RESPONSES_API_VERSION))),
        ),
      ),
    ),
    setVariable("attempt", "@(0)"),
  ];
  if (oneDeployment(backends)) nodes.push(...setModel(csharpString(backends[0].deployment)));
  return nodes;
}

/** Whether one model name serves all backends, so that the body is written once and not at each attempt. */
function oneDeployment(backends: readonly RoutingBackend[]): boolean {
  return backends.every(({ deployment }) => deployment === backends[0].deployment);
}

/** The body with `model` set to the C# expression's value. A body that is no JSON object goes on as it is. */
export function setModel(model: string): Node[] {
  return [
    comment("The model is the backend's to say. What is not a JSON object passes untouched."),
    element(
      "set-body",
      {},
      block(
        `try {
  var body = context.Request.Body.As<JObject>(preserveContent: true);
  body["model"] = ${model};
  return body.ToString(Newtonsoft.Json.Formatting.None);
} catch (Exception) {
  return context.Request.Body?.As<string>(preserveContent: true) ?? "";
}`,
      ),
    ),
  ];
}

/** Sends the next attempt to this backend. */
function selectBackend(
  backend: RoutingBackend,
  options: PolicyOptions & { perBackendModel: boolean },
): Node[] {
  const nodes = [
    comment(`${backend.label}: ${backend.type} in ${backend.region}`),
    element("set-backend-service", { "backend-id": entityName(backend, options) }),
    setVariable("backendId", backend.id),
  ];
  if (options.perBackendModel) nodes.push(setVariable("model", literal(backend.deployment)));
  return nodes;
}

/** `<choose>` over backends by the value of an int variable: `first` for the first one, counting up. */
export function chooseBackend(
  name: string,
  first: number,
  backends: readonly RoutingBackend[],
  options: PolicyOptions,
): Node[] {
  const perBackendModel = !oneDeployment(backends);
  const select = (backend: RoutingBackend) =>
    selectBackend(backend, { ...options, perBackendModel });
  const model = perBackendModel ? setModel(variable.string("model")) : [];
  if (backends.length === 1) return [...select(backends[0]), ...model];
  const branches = backends.map((backend, i) =>
    i < backends.length - 1
      ? element(
        "when",
        { condition: `@(${variable.int(name)} == ${first + i})` },
        ...select(backend),
      )
      : element("otherwise", {}, ...select(backend))
  );
  return [element("choose", {}, ...branches), ...model];
}

/** Counts the attempt that begins. */
export function countAttempt(): Node {
  return setVariable("attempt", `@(${variable.int("attempt")} + 1)`);
}

/** `<forward-request>`, its request body kept for another attempt. */
export function forward(options: PolicyOptions): Node {
  return element("forward-request", {
    timeout: options.timeoutSeconds ?? 60,
    "buffer-request-body": true,
    ...(options.streaming === false ? {} : { "buffer-response": false }),
  });
}

/** The backend section's one child: attempts until one succeeds, `retries` more at the most. */
export function attemptLoop(
  loop: { retries: number; condition?: string; body: Node[] },
): Node {
  return element(
    "retry",
    {
      condition: `@(${loop.condition ?? FAILED})`,
      count: loop.retries,
      interval: 0,
      "first-fast-retry": true,
    },
    ...loop.body,
  );
}

/** The headers by which a caller sees what was done, on replies and on errors alike. */
export function responseHeaders(
  strategy: StrategyName,
  options: Stamped<PolicyOptions>,
  more: Readonly<Record<string, string>> = {},
): Node[] {
  const headers: Record<string, string> = {
    "x-routed-backend": '@(context.Variables.GetValueOrDefault("backendId", "unknown"))',
    "x-routing-strategy": strategy,
    "x-routing-attempts": '@(context.Variables.GetValueOrDefault("attempt", 0).ToString())',
    "x-policy-revision": literal(options.revision),
    ...more,
  };
  return Object.entries(headers).map(([name, value]) =>
    element(
      "set-header",
      { name, "exists-action": "override" },
      element("value", {}, text(value)),
    )
  );
}
