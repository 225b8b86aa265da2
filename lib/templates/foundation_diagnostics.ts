/**
 * Application Insights for the foundation's gateway.
 * @module
 */
import { roleId, TAGS } from "./foundation_settings.ts";
import {
  call,
  type Expression,
  idOf,
  joined,
  parameter,
  type Resource,
  shown,
} from "./template.ts";

/** Monitoring Metrics Publisher. @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const PUBLISH_METRICS = "3913510d-42f4-4e42-8a64-420c390055eb";

/** Application Insights, reached with the service's identity, where it is asked for. */
export function diagnostics(service: Resource, unique: Expression): Resource[] {
  const when = parameter("diagnostics");
  const workspace: Resource = {
    symbol: "workspace",
    type: "Microsoft.OperationalInsights/workspaces",
    apiVersion: "2023-09-01",
    name: joined("log-routing-", unique),
    when,
    body: {
      location: parameter("location"),
      tags: TAGS,
      properties: { sku: { name: "PerGB2018" }, retentionInDays: 30 },
    },
  };
  const insights: Resource = {
    symbol: "insights",
    type: "Microsoft.Insights/components",
    apiVersion: "2020-02-02",
    name: joined("appi-routing-", unique),
    when,
    body: {
      location: parameter("location"),
      tags: TAGS,
      kind: "web",
      properties: { Application_Type: "web", WorkspaceResourceId: idOf(workspace) },
    },
  };
  const mayReport: Resource = {
    symbol: "gatewayMayReport",
    type: "Microsoft.Authorization/roleAssignments",
    apiVersion: "2022-04-01",
    name: call("guid", idOf(insights), idOf(service), PUBLISH_METRICS),
    scope: insights,
    when,
    body: {
      properties: {
        roleDefinitionId: roleId(PUBLISH_METRICS),
        principalId: shown(service, "identity", "principalId"),
        principalType: "ServicePrincipal",
      },
    },
  };
  const logger: Resource = {
    symbol: "logger",
    type: "Microsoft.ApiManagement/service/loggers",
    apiVersion: "2024-05-01",
    name: "application-insights",
    parent: service,
    when,
    body: {
      properties: {
        loggerType: "applicationInsights",
        resourceId: idOf(insights),
        credentials: {
          connectionString: shown(insights, "properties", "ConnectionString"),
          identityClientId: "SystemAssigned",
        },
      },
    },
    after: [mayReport],
  };
  const diagnostic: Resource = {
    symbol: "diagnostic",
    type: "Microsoft.ApiManagement/service/diagnostics",
    apiVersion: "2024-05-01",
    name: "applicationinsights",
    parent: service,
    when,
    body: {
      properties: {
        loggerId: idOf(logger),
        alwaysLog: "allErrors",
        sampling: { samplingType: "fixed", percentage: 100 },
        metrics: true,
        verbosity: "information",
      },
    },
    comment: ["Metrics on: llm-emit-token-metric and emit-metric need it. Bodies are not logged."],
  };
  return [workspace, insights, mayReport, logger, diagnostic];
}
