/**
 * What the foundation can be told: its parameters, with their defaults.
 * @module
 */
import { call, type Expression, joined, type Parameter } from "./template.ts";

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

/** ARM id of a built-in role in the subscription that is deployed to. */
export function roleId(role: string): Expression {
  return call("subscriptionResourceId", "Microsoft.Authorization/roleDefinitions", role);
}

/** @param unique a text that no other group has */
export function foundationParameters(unique: Expression): Parameter[] {
  return [
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
  ];
}
