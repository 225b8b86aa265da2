/**
 * Faults on Azure, where regions cannot be broken: an API of the same service stands between the gateway and a region,
 * and plays what a request's header asks for with `return-response`; without a fault it hands on. A fault is on and off
 * at once, as requests say so, and a played failure calls no model.
 * @module
 */
import {
  type Apim,
  type ApiSettings,
  applyPolicy,
  ensureApi,
  REVISION_OPERATION,
  waitUntilServed,
} from "../../apim/mod.ts";
import type { Clock } from "../../core/clock.ts";
import { oneOf } from "../../core/one_of.ts";
import { UserError } from "../../core/user_error.ts";
import type { Fault, RegionStats } from "../../models/mod.ts";
import { authorityOf, type RoutingBackend, type StrategyPolicy } from "../../policies/mod.ts";
import type { Fetch } from "../../workload/mod.ts";

/** `backend-a=error:500,backend-b=throttle:8` */
const HEADER = "x-workshop-faults";

/** Raised whenever the document below changes. */
const REVISION = "faults-2";

/** Longer than anybody waits for a backend, in seconds. */
const HANG_SECONDS = 110;

/** About what a short answer takes, in seconds. Assumption: a slow region is played by a pause. */
const USUAL_SECONDS = 1;

export interface MockFaultsOptions {
  readonly apim: Apim;
  readonly backends: readonly RoutingBackend[];
  readonly clock: Clock;
  readonly fetch: Fetch;
}

export class MockFaults {
  readonly faults = new Map<string, readonly Fault[]>();
  readonly #api: ApiSettings;
  #served = false;

  constructor(readonly options: MockFaultsOptions) {
    const prefix = options.apim.owner === "" ? "" : `${options.apim.owner}-`;
    this.#api = {
      id: `${prefix}workshop-faults`,
      path: `${prefix}workshop-faults`,
      displayName: "Workshop: played faults",
      subscriptionRequired: false, // it adds no key to what it hands on: the region asks for one
      // not the usual ones: a policy may hand on its caller's key, which is for another API
      subscriptionKeyParameterNames: { header: `${HEADER}-key`, query: `${HEADER}-key` },
      operations: [
        { id: "play", displayName: "Play", method: "POST", urlTemplate: "/{backend}/*" },
        REVISION_OPERATION,
      ],
    };
  }

  stats(): RegionStats[] {
    return [];
  }

  /** @throws UserError for what a policy cannot play */
  switchFaults(id: string, faults: readonly Fault[]): void {
    oneOf("backend", id, this.options.backends.map((backend) => backend.id));
    faults.forEach(played);
    if (faults.length === 0) this.faults.delete(id);
    else this.faults.set(id, faults);
  }

  /** `fetch` for requests to the gateway, which say what is to be played. */
  readonly fetch: Fetch = (input, init) => {
    if (this.faults.size === 0) return this.options.fetch(input, init);
    const headers = new Headers(init?.headers);
    headers.set(
      HEADER,
      [...this.faults].map(([id, [first]]) => `${id}=${played(first)}`).join(","),
    );
    return this.options.fetch(input, { ...init, headers });
  };

  /** Makes the API, once, and waits until the gateway serves it. */
  async ensure(signal: AbortSignal): Promise<void> {
    if (this.#served) return;
    const { apim, backends, clock, fetch } = this.options;
    await ensureApi(apim, this.#api, { signal });
    await applyPolicy(apim, { apiId: this.#api.id, xml: document(backends) }, { signal });
    const apiUrl = `${apim.gatewayUrl}/${this.#api.path}`;
    const { units } = apim;
    await waitUntilServed({ apiUrl, key: null, revision: REVISION, clock, fetch, units, signal });
    this.#served = true;
  }

  /** The strategy with these backends behind the mock; its revision says which. */
  before(strategy: StrategyPolicy, ids: ReadonlySet<string>): StrategyPolicy {
    if (ids.size === 0) return strategy;
    const revision = [strategy.revision, "faults", ...this.#of(ids).map(({ id }) => id)].join("-");
    const gateway = new URL(this.options.apim.gatewayUrl);
    const authority = `${gateway.hostname}:${gateway.port || "443"}`;
    const hosts = this.#of(ids).reduce(
      (xml, backend) => xml.replaceAll(authorityOf(backend), authority),
      strategy.xml,
    );
    return {
      ...strategy,
      revision,
      xml: hosts.replaceAll(strategy.revision, revision),
      backends: strategy.backends.map((entity) =>
        ids.has(entity.backendId) ? { ...entity, url: this.#url(entity.backendId) } : entity
      ),
    };
  }

  /** The document with the mock's addresses in the place of these backends' own. */
  inText(xml: string, ids: ReadonlySet<string>): string {
    return this.#of(ids).reduce(
      (text, { id, endpoint }) => text.replaceAll(endpoint, this.#url(id)),
      xml,
    );
  }

  #of(ids: ReadonlySet<string>): RoutingBackend[] {
    return this.options.backends.filter(({ id }) => ids.has(id));
  }

  #url(id: string): string {
    return `${this.options.apim.gatewayUrl}/${this.#api.path}/${id}`;
  }
}

/** How the header says it. @throws UserError */
function played(fault: Fault): string {
  if (fault.share === undefined && fault.deployment === undefined) {
    switch (fault.kind) {
      case "error":
        return `error:${fault.status ?? 500}`;
      case "throttle":
        return `throttle:${fault.retryAfterSeconds ?? 0}`;
      case "hang":
        return `hang:${HANG_SECONDS}`;
      case "slow":
        return `slow:${Math.max(1, Math.round((fault.factor - 1) * USUAL_SECONDS))}`;
    }
  }
  throw new UserError(
    `${
      JSON.stringify(fault)
    } cannot be played on Azure: error, throttle, hang and slow can, for all requests.`,
  );
}

function document(backends: readonly RoutingBackend[]): string {
  const fault = '((string)context.Variables["fault"])';
  const number = `int.Parse(${fault}.Substring(${fault}.IndexOf(":") + 1))`;
  const routes = backends.map(({ id, endpoint }) =>
    `          <when condition="@(context.Request.MatchedParameters["backend"] == "${id}")">
            <set-backend-service base-url="${endpoint}" />
          </when>`
  ).join("\n");
  return `<policies>
  <inbound>
    <base />
    <set-variable name="policyRevision" value="${REVISION}" />
    <choose>
      <when condition="@(context.Operation.Id == "play")">
        <set-variable name="fault" value="@{
          var mine = context.Request.MatchedParameters["backend"] + "=";
          foreach (var one in context.Request.Headers.GetValueOrDefault("${HEADER}", "").Split(',')) {
            if (one.Trim().StartsWith(mine)) { return one.Trim().Substring(mine.Length); }
          }
          return "";
        }" />
        <choose>
          <when condition="@(${fault}.StartsWith("error:"))">
            <return-response>
              <set-status code="@(${number})" reason="Played" />
              <set-header name="Content-Type" exists-action="override"><value>application/json</value></set-header>
              <set-body>{"error":{"code":"played","message":"Played by the workshop: no model was called."}}</set-body>
            </return-response>
          </when>
          <when condition="@(${fault}.StartsWith("throttle:"))">
            <return-response>
              <set-status code="429" reason="Too Many Requests" />
              <set-header name="Content-Type" exists-action="override"><value>application/json</value></set-header>
              <set-header name="Retry-After" exists-action="override"><value>@(${number}.ToString())</value></set-header>
              <set-body>{"error":{"code":"429","message":"Played by the workshop: no model was called."}}</set-body>
            </return-response>
          </when>
          <when condition="@(${fault}.StartsWith("hang:"))">
            <retry condition="@(true)" count="1" interval="@(${number})">
              <set-variable name="waited" value="@(true)" />
            </retry>
            <return-response>
              <set-status code="504" reason="Played" />
            </return-response>
          </when>
          <when condition="@(${fault}.StartsWith("slow:"))">
            <retry condition="@(true)" count="1" interval="@(${number})">
              <set-variable name="waited" value="@(true)" />
            </retry>
          </when>
        </choose>
        <choose>
${routes}
        </choose>
        <rewrite-uri template="@(context.Request.Url.Path.Substring(context.Request.Url.Path.IndexOf("/openai")))" />
      </when>
    </choose>
  </inbound>
  <backend>
    <forward-request timeout="60" buffer-response="false" />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
`;
}
