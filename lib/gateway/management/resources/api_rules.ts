/**
 * What an API's body may hold.
 * @module
 */
import {
  anything,
  choice,
  type Fields,
  flag,
  list,
  object,
  readOnly,
  required,
  text,
} from "../rules.ts";

const oAuth2 = object({ authorizationServerId: text(), scope: text() });

const openid = object({
  openidProviderId: text(),
  bearerTokenSendingMethods: list(choice("authorizationHeader", "query")),
});

const TYPES = ["http", "soap", "websocket", "graphql", "odata", "grpc"] as const;

export const API_FIELDS: Fields = {
  displayName: text({ min: 1, max: 300 }),
  description: text(),
  path: required(text({ max: 400, pattern: /^[^?#*&]*$/ })),
  serviceUrl: text({ max: 2000 }),
  protocols: list(choice("http", "https", "ws", "wss"), { min: 1 }),
  subscriptionRequired: flag,
  subscriptionKeyParameterNames: object({ header: text(), query: text() }),
  authenticationSettings: object({
    oAuth2,
    openid,
    oAuth2AuthenticationSettings: list(oAuth2),
    openidAuthenticationSettings: list(openid),
  }),
  type: choice(...TYPES),
  apiType: choice(...TYPES),
  apiRevision: text({ min: 1, max: 100 }),
  apiRevisionDescription: text({ max: 256 }),
  apiVersion: text({ max: 100 }),
  apiVersionDescription: text({ max: 256 }),
  apiVersionSetId: text(),
  apiVersionSet: object({
    id: text(),
    name: text(),
    description: text(),
    versioningScheme: choice("Segment", "Query", "Header"),
    versionQueryName: text(),
    versionHeaderName: text(),
  }),
  isCurrent: flag,
  isOnline: readOnly,
  provisioningState: readOnly,
  termsOfServiceUrl: text(),
  contact: object({ name: text(), url: text(), email: text() }),
  license: object({ name: text(), url: text() }),
  sourceApiId: text(),
  format: text(),
  value: text(),
  wsdlSelector: anything,
  translateRequiredQueryParameters: choice("template", "query"),
};
