/**
 * Priority-based with PTU spillover as in the original notebook.
 * @module
 */
import { type Escaped, type Exhibit, exhibit, type ExhibitOptions } from "./exhibit.ts";
import type { RoutingBackend } from "../backend.ts";

/** The secondary is set inside retry, which runs once before its condition is looked at: the PTU never serves. */
export function prioritySpilloverExhibit(
  backends: readonly RoutingBackend[],
  options: ExhibitOptions = {},
): Exhibit {
  return exhibit("priority-spillover", {
    flaw:
      "The secondary is set inside retry, which runs once before its condition is looked at: the PTU never serves.",
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
    <!-- Priority-Based: PTU first, PAYG fallback on 429 -->
    <set-variable name="backendLabel" value="${primary.id}" />
    <set-variable name="targetModel" value="${primary.deployment}" />
    <set-variable name="primaryEndpoint" value="${primary.endpoint}" />
    <set-variable name="primaryKey" value="${primary.key}" />
    <set-variable name="secondaryEndpoint" value="${secondary.endpoint}" />
    <set-variable name="secondaryKey" value="${secondary.key}" />
    <set-variable name="secondaryModel" value="${secondary.deployment}" />
    <set-variable name="secondaryId" value="${secondary.id}" />
    
    <set-backend-service base-url="@((string)context.Variables[&quot;primaryEndpoint&quot;])" />
    <set-header name="api-key" exists-action="override">
      <value>@((string)context.Variables["primaryKey"])</value>
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
    <!-- Retry with PAYG on 429 from PTU -->
    <retry condition="@(context.Response.StatusCode == 429)" count="1" interval="0" first-fast-retry="true">
      <set-backend-service base-url="@((string)context.Variables[&quot;secondaryEndpoint&quot;])" />
      <set-header name="api-key" exists-action="override">
        <value>@((string)context.Variables["secondaryKey"])</value>
      </set-header>
      <set-variable name="backendLabel" value="@((string)context.Variables[&quot;secondaryId&quot;])" />
      <set-variable name="targetModel" value="@((string)context.Variables[&quot;secondaryModel&quot;])" />
      <set-body><![CDATA[@{
        var body = context.Request.Body.As<Newtonsoft.Json.Linq.JObject>(preserveContent: true);
        body["model"] = (string)context.Variables["targetModel"];
        return body.ToString(Newtonsoft.Json.Formatting.None);
      }]]></set-body>
      <forward-request />
    </retry>
  </backend>
  <outbound>
    <base />
    <set-header name="x-routed-backend" exists-action="override">
      <value>@((string)context.Variables.GetValueOrDefault("backendLabel", "unknown"))</value>
    </set-header>
    <set-header name="x-routing-strategy" exists-action="override">
      <value>priority-spillover</value>
    </set-header>
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>`;
}
