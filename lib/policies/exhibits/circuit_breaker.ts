/**
 * Circuit breaker as in the original notebook.
 * @module
 */
import { type Escaped, type Exhibit, exhibit, type ExhibitOptions } from "./exhibit.ts";
import type { RoutingBackend } from "../backend.ts";

/** Failures are counted in on-error, where a 429 or 5xx reply never comes: the circuit never opens. */
export function circuitBreakerExhibit(
  backends: readonly RoutingBackend[],
  options: ExhibitOptions = {},
): Exhibit {
  return exhibit("circuit-breaker", {
    flaw:
      "Failures are counted in on-error, where a 429 or 5xx reply never comes: the circuit never opens.",
    least: 2,
    backends,
    options,
    document,
  });
}

function document(backends: readonly Escaped[], apiVersion: string): string {
  const [primary, secondary] = backends;
  return `<policies>
  <inbound>
    <base />
    <!-- Circuit Breaker Pattern: Track failures and failover -->
    <cache-lookup-value key="circuit-open" default-value="false" variable-name="circuitOpen" />
    
    <choose>
      <when condition="@(((string)context.Variables[&quot;circuitOpen&quot;]) == &quot;true&quot;)">
        <!-- Circuit is OPEN - route to secondary -->
        <set-variable name="backendLabel" value="${secondary.id}" />
        <set-variable name="targetModel" value="${secondary.deployment}" />
        <set-backend-service base-url="${secondary.endpoint}" />
        <set-header name="api-key" exists-action="override">
          <value>${secondary.key}</value>
        </set-header>
      </when>
      <otherwise>
        <!-- Circuit is CLOSED - route to primary -->
        <set-variable name="backendLabel" value="${primary.id}" />
        <set-variable name="targetModel" value="${primary.deployment}" />
        <set-backend-service base-url="${primary.endpoint}" />
        <set-header name="api-key" exists-action="override">
          <value>${primary.key}</value>
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
      <value>circuit-breaker</value>
    </set-header>
    <set-header name="x-circuit-state" exists-action="override">
      <value>@(((string)context.Variables.GetValueOrDefault("circuitOpen", "false")) == "true" ? "open" : "closed")</value>
    </set-header>
  </outbound>
  <on-error>
    <!-- On 429/5xx, increment failure count and potentially trip circuit -->
    <choose>
      <when condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode >= 500)">
        <cache-lookup-value key="failure-count" default-value="0" variable-name="failureCount" />
        <set-variable name="newFailureCount" value="@(int.Parse((string)context.Variables[&quot;failureCount&quot;]) + 1)" />
        <cache-store-value key="failure-count" value="@(((int)context.Variables[&quot;newFailureCount&quot;]).ToString())" duration="10" />
        
        <choose>
          <when condition="@(((int)context.Variables[&quot;newFailureCount&quot;]) >= 3)">
            <!-- Trip the circuit for 60 seconds -->
            <cache-store-value key="circuit-open" value="true" duration="60" />
          </when>
        </choose>
      </when>
    </choose>
    <base />
  </on-error>
</policies>`;
}
