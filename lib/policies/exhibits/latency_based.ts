/**
 * Latency-based routing as in the original notebook.
 * @module
 */
import { type Escaped, type Exhibit, exhibit, type ExhibitOptions } from "./exhibit.ts";
import type { RoutingBackend } from "../backend.ts";

/** The fastest backend as a literal: no second measurement, no failover. */
export function latencyBasedExhibit(
  backends: readonly RoutingBackend[],
  options: ExhibitOptions = {},
): Exhibit {
  return exhibit("latency-based", {
    flaw: "The fastest backend as a literal: no second measurement, no failover.",
    least: 1,
    backends,
    options,
    document,
  });
}

function document(backends: readonly Escaped[], apiVersion: string): string {
  const [fastest] = backends;
  return `<policies>
  <inbound>
    <base />
    <!-- Latency-Based Routing: Always use fastest backend -->
    <set-variable name="backendLabel" value="${fastest.id}" />
    <set-variable name="targetModel" value="${fastest.deployment}" />
    <set-backend-service base-url="${fastest.endpoint}" />
    <set-header name="api-key" exists-action="override">
      <value>${fastest.key}</value>
    </set-header>
    <set-query-parameter name="api-version" exists-action="override">
      <value>${apiVersion}</value>
    </set-query-parameter>
    <rewrite-uri template="/openai/responses" />
    <set-body><![CDATA[@{
      var body = context.Request.Body.As<Newtonsoft.Json.Linq.JObject>(preserveContent: true);
      body["model"] = (string)context.Variables["targetModel"];
      return body.ToString(Newtonsoft.Json.Formatting.None);
    }]]></set-body>
  </inbound>
  <backend>
    <base />
  </backend>
  <outbound>
    <base />
    <set-header name="x-routed-backend" exists-action="override">
      <value>@((string)context.Variables.GetValueOrDefault("backendLabel", "unknown"))</value>
    </set-header>
    <set-header name="x-routing-strategy" exists-action="override">
      <value>latency-based</value>
    </set-header>
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>`;
}
