/**
 * Weighted round robin as in the original notebook.
 * @module
 */
import {
  type Escaped,
  type Exhibit,
  exhibit,
  type ExhibitOptions,
  roundHalfEven,
} from "./exhibit.ts";
import type { RoutingBackend } from "../backend.ts";

/** Two backends at most, whole percents, a random number seeded by the time, no failover. */
export function weightedRoundRobinExhibit(
  backends: readonly RoutingBackend[],
  options: ExhibitOptions = {},
): Exhibit {
  return exhibit("weighted-round-robin", {
    flaw: "Two backends at most, whole percents, a random number seeded by the time, no failover.",
    least: 2,
    backends,
    options,
    document,
  });
}

function document(backends: readonly Escaped[], apiVersion: string): string {
  const [first, second] = backends;
  const threshold = roundHalfEven(100 * (first.weight / (first.weight + second.weight)));
  return `<policies>
  <inbound>
    <base />
    <!-- Weighted Round Robin: A=${first.weight}, B=${second.weight} (threshold=${threshold}%) -->
    <set-variable name="roll" value="@((new System.Random()).Next(0, 100))" />
    <choose>
      <when condition="@(((int)context.Variables[&quot;roll&quot;]) &lt; ${threshold})">
        <set-variable name="backendLabel" value="${first.id}" />
        <set-variable name="targetModel" value="${first.deployment}" />
        <set-backend-service base-url="${first.endpoint}" />
        <set-header name="api-key" exists-action="override">
          <value>${first.key}</value>
        </set-header>
      </when>
      <otherwise>
        <set-variable name="backendLabel" value="${second.id}" />
        <set-variable name="targetModel" value="${second.deployment}" />
        <set-backend-service base-url="${second.endpoint}" />
        <set-header name="api-key" exists-action="override">
          <value>${second.key}</value>
        </set-header>
      </otherwise>
    </choose>
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
      <value>weighted-round-robin</value>
    </set-header>
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>`;
}
