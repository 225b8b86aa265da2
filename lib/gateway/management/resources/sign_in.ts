/**
 * How people and applications sign in: identity providers of the developer portal, OpenID Connect providers,
 * OAuth 2.0 servers. They are kept as resources; the gateway itself asks none of them.
 * @module
 */
import type { ResourceKind } from "../model.ts";
import { choice, flag, list, object, required, text } from "../rules.ts";
import { listSecrets, secretFields } from "./secret_fields.ts";

const PROVIDERS = ["aad", "aadb2c", "facebook", "google", "microsoft", "twitter"];

const policyName = text({ min: 1 });

export const identityProviders: ResourceKind = {
  path: "identityProviders",
  title: "IdentityProvider",
  names: PROVIDERS,
  fields: {
    type: choice("aad", "aadB2C", "facebook", "google", "microsoft", "twitter"),
    clientId: required(text({ min: 1 })),
    clientSecret: text({ min: 1 }),
    clientLibrary: text({ max: 16 }),
    signinTenant: text(),
    allowedTenants: list(text(), { max: 32 }),
    authority: text(),
    signupPolicyName: policyName,
    signinPolicyName: policyName,
    profileEditingPolicyName: policyName,
    passwordResetPolicyName: policyName,
  },
  prepare(draft) {
    const { properties, secrets } = secretFields("clientSecret")(draft);
    return { properties: { ...properties, type: properties.type ?? draft.name }, secrets };
  },
  actions: { listSecrets },
};

export const openidConnectProviders: ResourceKind = {
  path: "openidConnectProviders",
  title: "OpenIdConnectProvider",
  fields: {
    displayName: required(text({ min: 1, max: 50 })),
    description: text(),
    metadataEndpoint: required(text({ min: 1 })),
    clientId: required(text({ min: 1 })),
    clientSecret: text(),
    useInTestConsole: flag,
    useInApiDocumentation: flag,
  },
  prepare: secretFields("clientSecret"),
  actions: { listSecrets },
};

const METHODS = ["HEAD", "OPTIONS", "TRACE", "GET", "POST", "PUT", "PATCH", "DELETE"];

export const authorizationServers: ResourceKind = {
  path: "authorizationServers",
  title: "AuthorizationServer",
  fields: {
    displayName: required(text({ min: 1, max: 50 })),
    description: text(),
    clientRegistrationEndpoint: required(text()),
    authorizationEndpoint: required(text({ min: 1 })),
    tokenEndpoint: text(),
    grantTypes: required(
      list(
        choice(
          "authorizationCode",
          "authorizationCodeWithPkce",
          "implicit",
          "resourceOwnerPassword",
          "clientCredentials",
        ),
        { min: 1 },
      ),
    ),
    clientId: required(text({ min: 1 })),
    clientSecret: text(),
    authorizationMethods: list(choice(...METHODS)),
    clientAuthenticationMethod: list(choice("Basic", "Body")),
    tokenBodyParameters: list(object({ name: required(text()), value: required(text()) })),
    supportState: flag,
    defaultScope: text(),
    bearerTokenSendingMethods: list(choice("authorizationHeader", "query")),
    resourceOwnerUsername: text(),
    resourceOwnerPassword: text(),
    useInTestConsole: flag,
    useInApiDocumentation: flag,
  },
  prepare: secretFields("clientSecret", "resourceOwnerUsername", "resourceOwnerPassword"),
  actions: { listSecrets },
};
