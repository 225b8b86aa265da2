/**
 * What the workshop stands on, where nothing is there yet: API Management, Azure OpenAI accounts in several
 * regions with a deployment each, and who may call them. `infra/` is written from it.
 * @module
 */
import { diagnostics } from "./foundation_diagnostics.ts";
import { foundationParameters, roleId, TAGS } from "./foundation_settings.ts";
import {
  call,
  choice,
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

/** Cognitive Services OpenAI User. @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const CALL_MODELS = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

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
      "One name everywhere puts all regions into one backend pool. Capacity: thousands of tokens a minute, or PTUs.",
    ],
  };
  const role = roleId(CALL_MODELS);
  const gatewayMayCall: Resource = {
    symbol: "gatewayMayCall",
    type: "Microsoft.Authorization/roleAssignments",
    apiVersion: "2022-04-01",
    name: call("guid", idOf(accounts), idOf(service), CALL_MODELS),
    scope: accounts,
    loop: regions,
    body: {
      properties: {
        roleDefinitionId: role,
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
    name: call("guid", idOf(accounts), parameter("principalId"), CALL_MODELS),
    scope: accounts,
    loop: yours,
    body: {
      properties: {
        roleDefinitionId: role,
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
    parameters: foundationParameters(unique),
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
      ...diagnostics(service, unique),
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
