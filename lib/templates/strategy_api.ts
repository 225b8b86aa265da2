/**
 * The API in front of a strategy's backends in a template: operations, policies, a subscription for callers.
 * @module
 */
import {
  API_DISPLAY_NAME,
  type ApiSettings,
  operationProperties,
  OPERATIONS,
  REVISION_OPERATION,
  REVISION_POLICY,
} from "../apim/mod.ts";
import type { Draft } from "./draft.ts";
import { type Expression, file, idOf, type Resource } from "./template.ts";

/** The API, all that hangs on it, and the subscription, in the order in which they are made. */
export function apiResources(
  draft: Draft,
  settings: ApiSettings,
  policy: {
    readonly text: Expression;
    /** What the policy does, for its comment. */
    readonly summary: string;
    /** What it names, and so must be there before it. */
    readonly backends: readonly Resource[];
  },
): Resource[] {
  const displayName = settings.displayName ?? API_DISPLAY_NAME;
  const api = draft.child(settings.id, {
    kind: "apis",
    called: "api",
    body: {
      properties: {
        displayName,
        description: "Routing between model deployments.",
        path: settings.path,
        protocols: ["https"],
        subscriptionRequired: true,
      },
    },
  });
  const operations = operationResources(draft, api);
  const apiPolicy = draft.child("policy", {
    kind: "apis/policies",
    called: "api policy",
    parent: api,
    body: { properties: { format: "rawxml", value: policy.text } },
    after: [...policy.backends, ...operations.slice(-1)],
    comment: [
      policy.summary,
      "A policy that names a backend is refused before that backend is there.",
    ],
  });
  const revision = file(`policies/${REVISION_OPERATION.id}.xml`, REVISION_POLICY);
  const revisionPolicy = draft.child("policy", {
    kind: "apis/operations/policies",
    called: "revision policy",
    parent: operations[OPERATIONS.indexOf(REVISION_OPERATION)],
    body: { properties: { format: "rawxml", value: revision } },
    after: [apiPolicy],
    comment: [
      "Answers with the revision that the gateway serves, and calls no backend: for smoke tests.",
    ],
  });
  const callers = draft.child(`${settings.id}-callers`, {
    kind: "subscriptions",
    called: "callers",
    body: {
      properties: {
        scope: idOf(api),
        displayName: `Callers of ${displayName}`,
        state: "active",
        allowTracing: true,
      },
    },
    comment: ["Its keys are made by the service: POST .../listSecrets shows them, or the portal."],
  });
  return [api, ...operations, apiPolicy, revisionPolicy, callers];
}

/** Each after the one before. */
function operationResources(draft: Draft, api: Resource): Resource[] {
  const operations: Resource[] = [];
  for (const operation of OPERATIONS) {
    operations.push(draft.child(operation.id, {
      kind: "apis/operations",
      called: `operation ${operation.id}`,
      parent: api,
      body: { properties: operationProperties(operation) },
      after: operations.slice(-1),
      comment: operations.length > 0 ? undefined : [
        "One after the other: writes to one API at the same time can end in PessimisticConcurrencyConflict.",
      ],
    }));
  }
  return operations;
}
