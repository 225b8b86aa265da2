/**
 * What the workshop stands on, where nothing is there yet: API Management, Azure OpenAI accounts in several
 * regions with a deployment each, and who may call them. `infra/` is written from it.
 * @module
 */
import {
  call,
  choice,
  type Expression,
  idOf,
  itemOf,
  joined,
  parameter,
  positionOf,
  type Resource,
  shown,
  type Template,
  variable,
} from "./template.ts";

/** Roles by what they allow. @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const ROLES = {
  /** Cognitive Services OpenAI User */
  callModels: "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
  /** Monitoring Metrics Publisher */
  publishMetrics: "3913510d-42f4-4e42-8a64-420c390055eb",
};

/** Tiers with circuit breakers, the quick ones first. */
export const TIERS = [
  "BasicV2",
  "StandardV2",
  "Developer",
  "Basic",
  "Standard",
  "Premium",
] as const;
export type Tier = (typeof TIERS)[number];

/** On everything that is made, so that `azure down` knows it again. */
export const TAGS = { createdBy: "routing-workshop" } as const;

/** Kinds of deployments that the regions may have. */
export const DEPLOYMENT_SKUS = [
  "GlobalStandard",
  "DataZoneStandard",
  "Standard",
  "ProvisionedManaged",
  "DataZoneProvisionedManaged",
  "GlobalProvisionedManaged",
] as const;

/** One of the template's `regions`. */
export interface FoundationRegion {
  /** As in `swedencentral`. */
  readonly location: string;
  readonly sku: (typeof DEPLOYMENT_SKUS)[number];
  /** Thousands of tokens a minute; PTUs where the SKU is provisioned. */
  readonly capacity: number;
}

export const DEFAULT_REGIONS: readonly FoundationRegion[] = [
  { location: "eastus2", sku: "GlobalStandard", capacity: 10 },
  { location: "swedencentral", sku: "GlobalStandard", capacity: 10 },
  { location: "westus3", sku: "GlobalStandard", capacity: 10 },
];

export const DEFAULT_MODEL = { name: "gpt-4.1-mini", version: "2025-04-14" } as const;

/** The whole of it. */
export function foundationTemplate(): Template {
  const unique = call("uniqueString", call("resourceGroup").at("id"));
  const regions = { over: parameter("regions"), item: "region" };
  const region = itemOf(regions);
  const yours = { ...regions, over: variable("yourRegions") };

  const service: Resource = {
    symbol: "service",
    type: "Microsoft.ApiManagement/service",
    apiVersion: "2024-05-01",
    name: parameter("serviceName"),
    body: {
      location: parameter("location"),
      tags: TAGS,
      sku: { name: parameter("tier"), capacity: 1 },
      identity: { type: "SystemAssigned" },
      properties: {
        publisherEmail: parameter("publisherEmail"),
        publisherName: parameter("publisherName"),
      },
    },
    comment: ["Signs in to the models with its own identity: no key is stored anywhere."],
  };
  const accounts: Resource = {
    symbol: "account",
    type: "Microsoft.CognitiveServices/accounts",
    apiVersion: "2024-10-01",
    name: joined("aoai-", positionOf(regions), "-", region.at("location"), "-", unique),
    loop: regions,
    body: {
      location: region.at("location"),
      tags: TAGS,
      kind: "OpenAI",
      sku: { name: "S0" },
      properties: {
        customSubDomainName: joined(
          "aoai-",
          positionOf(regions),
          "-",
          region.at("location"),
          "-",
          unique,
        ),
        publicNetworkAccess: "Enabled",
        disableLocalAuth: parameter("tokensOnly"),
      },
    },
    comment: ["One account a region; tokens are only taken at a subdomain of the account's own."],
  };
  const deployments: Resource = {
    symbol: "deployment",
    type: "Microsoft.CognitiveServices/accounts/deployments",
    apiVersion: "2024-10-01",
    name: parameter("deploymentName"),
    parent: accounts,
    loop: regions,
    body: {
      sku: { name: region.at("sku"), capacity: region.at("capacity") },
      properties: {
        model: {
          format: "OpenAI",
          name: parameter("modelName"),
          version: parameter("modelVersion"),
        },
      },
    },
    comment: [
      "The same name everywhere, which a backend pool needs. Capacity: thousands of tokens a minute, or PTUs.",
    ],
  };
  const role = (id: string) =>
    call("subscriptionResourceId", "Microsoft.Authorization/roleDefinitions", id);
  const gatewayMayCall: Resource = {
    symbol: "gatewayMayCall",
    type: "Microsoft.Authorization/roleAssignments",
    apiVersion: "2022-04-01",
    name: call("guid", idOf(accounts), idOf(service), ROLES.callModels),
    scope: accounts,
    loop: regions,
    body: {
      properties: {
        roleDefinitionId: role(ROLES.callModels),
        principalId: shown(service, "identity", "principalId"),
        principalType: "ServicePrincipal",
      },
    },
    after: [deployments],
    comment: ["Takes effect after 5 to 10 minutes; until then the models answer 401."],
  };
  const youMayCall: Resource = {
    symbol: "youMayCall",
    type: "Microsoft.Authorization/roleAssignments",
    apiVersion: "2022-04-01",
    name: call("guid", idOf(accounts), parameter("principalId"), ROLES.callModels),
    scope: accounts,
    loop: yours,
    body: {
      properties: {
        roleDefinitionId: role(ROLES.callModels),
        principalId: parameter("principalId"),
        principalType: parameter("principalType"),
      },
    },
    after: [deployments],
    comment: ["For whoever runs the notebooks: they also call the models directly."],
  };
  return {
    about: [
      "What the routing workshop stands on: API Management and Azure OpenAI in several regions.",
      "deno task azure up deploys it; so does: az deployment group create --resource-group RG --template-file FILE",
      "Made by deno task docs from lib/templates/foundation.ts. Its authors have not run it on Azure.",
    ],
    parameters: [
      {
        name: "location",
        type: "string",
        description: "Region of API Management and of the diagnostics",
        default: call("resourceGroup").at("location"),
      },
      {
        name: "serviceName",
        type: "string",
        description: "Name of the API Management service; nobody else's may have it",
        default: joined("apim-routing-", unique),
      },
      {
        name: "tier",
        type: "string",
        description:
          "Tier of API Management: v2 tiers take some minutes, the others 30 to 60. Consumption has no circuit breakers",
        default: TIERS[0],
        allowed: TIERS,
      },
      {
        name: "publisherEmail",
        type: "string",
        description: "Where API Management sends its notifications",
      },
      {
        name: "publisherName",
        type: "string",
        description: "Shown in the developer portal",
        default: "Routing workshop",
      },
      {
        name: "regions",
        type: "array",
        description: `One entry an account: location, sku (${
          DEPLOYMENT_SKUS.join(", ")
        }), capacity in thousands of tokens a minute, or in PTUs`,
        default: DEFAULT_REGIONS.map((entry) => ({ ...entry })),
      },
      {
        name: "deploymentName",
        type: "string",
        description: "Name of every model deployment",
        default: "chat",
      },
      {
        name: "modelName",
        type: "string",
        description: "Model of every deployment",
        default: DEFAULT_MODEL.name,
      },
      {
        name: "modelVersion",
        type: "string",
        description: "Version of the model",
        default: DEFAULT_MODEL.version,
      },
      {
        name: "principalId",
        type: "string",
        description: "Object id of who runs the notebooks: az ad signed-in-user show --query id",
        default: "",
      },
      {
        name: "principalType",
        type: "string",
        description: "What principalId is",
        default: "User",
        allowed: ["User", "Group", "ServicePrincipal"],
      },
      {
        name: "tokensOnly",
        type: "bool",
        description: "Whether the accounts take tokens only, and no API keys",
        default: true,
      },
      {
        name: "diagnostics",
        type: "bool",
        description: "Whether API Management reports to Application Insights",
        default: false,
      },
    ],
    variables: [{
      name: "yourRegions",
      value: choice(call("empty", parameter("principalId")), [], parameter("regions")),
    }],
    resources: [
      service,
      accounts,
      deployments,
      gatewayMayCall,
      youMayCall,
      ...diagnostics(service, unique, role(ROLES.publishMetrics)),
    ],
    outputs: [
      {
        name: "serviceName",
        type: "string",
        value: parameter("serviceName"),
        description: "Name of the API Management service",
      },
      {
        name: "gatewayUrl",
        type: "string",
        value: shown(service, "properties", "gatewayUrl"),
        description: "Where callers find the gateway",
      },
      {
        name: "backends",
        type: "array",
        loop: regions,
        value: {
          location: region.at("location"),
          sku: region.at("sku"),
          endpoint: shown(accounts, "properties", "endpoint"),
          deployment: parameter("deploymentName"),
        },
        description: "What the workshop routes to",
      },
    ],
  };
}

/** Application Insights, reached with the service's identity, where it is asked for. */
function diagnostics(service: Resource, unique: Expression, roleId: Expression): Resource[] {
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
    name: call("guid", idOf(insights), idOf(service), ROLES.publishMetrics),
    scope: insights,
    when,
    body: {
      properties: {
        roleDefinitionId: roleId,
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
