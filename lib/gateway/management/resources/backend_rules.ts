/**
 * What a backend's body may hold.
 * @module
 */
import {
  anything,
  choice,
  duration,
  type Fields,
  flag,
  integer,
  list,
  map,
  object,
  required,
  text,
} from "../rules.ts";

const STATUS = { min: 200, max: 599 };

const circuitBreaker = object({
  rules: list(
    object({
      name: text({ min: 1, max: 256 }),
      failureCondition: object({
        count: integer({ min: 1 }),
        percentage: integer({ min: 1, max: 100 }),
        interval: duration,
        statusCodeRanges: list(object({ min: integer(STATUS), max: integer(STATUS) }), { max: 10 }),
        errorReasons: list(text({ max: 200 }), { max: 10 }),
      }),
      tripDuration: duration,
      acceptRetryAfter: flag,
    }),
    { max: 15 },
  ),
});

const pool = object({
  services: list(
    object({
      id: required(text({ min: 1 })),
      weight: integer({ min: 0, max: 100 }),
      priority: integer({ min: 0, max: 100 }),
    }),
    { min: 1, max: 30 },
  ),
  // of api-version 2024-10-01-preview, which a pool of the embedded gateway has as well
  sessionAffinity: object({
    sessionId: required(object({ source: choice("cookie"), name: required(text({ min: 1 })) })),
  }),
});

const credentials = object({
  certificateIds: list(text(), { max: 32 }),
  certificate: list(text(), { max: 32 }),
  query: map(list(text())),
  header: map(list(text())),
  authorization: object({
    scheme: required(text({ min: 1, max: 100 })),
    parameter: required(text({ min: 1, max: 300 })),
  }),
  // of api-version 2024-10-01-preview: the gateway's identity calls the backend
  managedIdentity: object({ resource: required(text({ min: 1 })), clientId: text() }),
});

export const BACKEND_FIELDS: Fields = {
  title: text({ min: 1, max: 300 }),
  description: text({ min: 1, max: 2000 }),
  resourceId: text({ min: 1, max: 2000 }),
  properties: object({ serviceFabricCluster: anything }),
  credentials,
  proxy: object({
    url: required(text({ min: 1, max: 2000 })),
    username: text(),
    password: text(),
  }),
  tls: object({ validateCertificateChain: flag, validateCertificateName: flag }),
  circuitBreaker,
  pool,
  type: choice("Single", "Pool"),
  url: text({ min: 1, max: 2000 }),
  protocol: choice("http", "soap"),
  azureRegion: text(),
};
