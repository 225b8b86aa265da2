/**
 * All resource kinds, by path. A new one is its file and a line here.
 * @module
 */
import type { ResourceKind } from "../model.ts";
import { apiReleases } from "./api_releases.ts";
import { apiSchemas } from "./api_schemas.ts";
import { schemas } from "./schemas.ts";
import { apis } from "./apis.ts";
import { backends } from "./backends.ts";
import { caches } from "./caches.ts";
import { certificates } from "./certificates.ts";
import { diagnosticKinds } from "./diagnostics.ts";
import { loggers } from "./loggers.ts";
import { namedValueKind } from "./named_values.ts";
import { operations } from "./operations.ts";
import { policyFragments, policyKinds } from "./policies.ts";
import {
  productApiLinks,
  productApis,
  productGroupLinks,
  productGroups,
  products,
} from "./products.ts";
import { authorizationServers, identityProviders, openidConnectProviders } from "./sign_in.ts";
import { subscriptions } from "./subscriptions.ts";
import { tagLinks, tags } from "./tags.ts";
import { groups, groupUsers, users } from "./users.ts";
import { apiVersionSets } from "./version_sets.ts";

const KINDS: readonly ResourceKind[] = [
  apis,
  operations,
  apiVersionSets,
  apiSchemas,
  schemas,
  apiReleases,
  ...policyKinds,
  policyFragments,
  namedValueKind,
  backends,
  products,
  productApis,
  productGroups,
  productApiLinks,
  productGroupLinks,
  subscriptions,
  caches,
  certificates,
  identityProviders,
  openidConnectProviders,
  authorizationServers,
  users,
  groups,
  groupUsers,
  loggers,
  ...diagnosticKinds,
  tags,
  ...tagLinks,
];

/** The paths of all kinds. */
export const KIND_PATHS: readonly string[] = KINDS.map(({ path }) => path);

const byPath = new Map(KINDS.map((kind) => [kind.path.toLowerCase(), kind]));

/** The kind whose path this is, compared without case; undefined when there is none. */
export function kindOf(path: string): ResourceKind | undefined {
  return byPath.get(path.toLowerCase());
}

/** The kinds whose entities link to those of `kind`. */
export function linksTo(kind: ResourceKind): readonly ResourceKind[] {
  return KINDS.filter(({ link }) => link === kind.path);
}
