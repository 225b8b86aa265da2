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
  since,
  text,
} from "../rules.ts";

const STATUS = { min: 200, max: 599 };

/** What the gateway answers itself while a breaker is open, or while no member of a pool is available. */
const failureResponse = object({ statusCode: integer({ min: 100, max: 599 }) });

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
      failureResponse: since("2025-03-01-preview", failureResponse),
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
      // no grid's intensity is known here, so that a member is never left out for it
      preferredCarbonEmission: since(
        "2025-03-01-preview",
        choice("NotAvailable", "VeryLow", "Low", "Medium", "High", "VeryHigh"),
      ),
    }),
    { min: 1, max: 30 },
  ),
  sessionAffinity: since(
    "2024-10-01-preview",
    object({
      sessionId: required(object({ source: choice("cookie"), name: required(text({ min: 1 })) })),
    }),
  ),
  failureResponse: since("2024-10-01-preview", failureResponse),
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
  /** The gateway's identity calls the backend. */
  managedIdentity: since(
    "2024-06-01-preview",
    object({ resource: required(text({ min: 1 })), clientId: text() }),
  ),
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
  azureRegion: since("2025-03-01-preview", text()),
};
