/**
 * Backends: a URL with credentials and a circuit breaker, or a pool of them.
 * @see https://learn.microsoft.com/azure/api-management/backends
 * @module
 */
import { type ErrorDetail, finding, invalid, validationError } from "../arm/error.ts";
import { type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import type { Draft, Entity, Prepared, ResourceKind, World } from "../model.ts";
import { idsIn, localPath, requireNamedValues } from "../references.ts";
import { policyTexts } from "./policies.ts";
import { BACKEND_FIELDS } from "./backend_rules.ts";

export const backends: ResourceKind = {
  path: "backends",
  title: "Backend",
  fields: BACKEND_FIELDS,
  prepare(draft, world): Prepared {
    const { properties } = draft;
    const findings: ErrorDetail[] = [];
    if (properties.type === "Pool") checkPool(draft, world, findings);
    else checkSingle(properties, findings);
    checkBreaker(properties, findings);
    if (findings.length > 0) throw validationError(findings);
    requireNamedValues(properties.credentials, "credentials", world);
    requireNamedValues(properties.url, "url", world);
    return { properties };
  },
  view({ properties }) {
    return properties.type === "Pool"
      ? { title: null, url: null, protocol: null, ...properties }
      : properties;
  },
  beforeDelete(entity, world) {
    const users = usersOf(entity, world);
    if (users.length > 0) {
      throw invalid("id", `Backend '${entity.name}' is used by: ${users.join(", ")}.`);
    }
  },
  actions: {
    // Live, it drops the connections to the backend; here each request makes its own.
    reconnect: () => ({ status: 202 }),
  },
};

function checkSingle({ url, protocol, pool }: JsonObject, findings: ErrorDetail[]): void {
  if (url === undefined) findings.push(finding("url", "'url' is required."));
  else if (!isBackendUrl(String(url))) {
    findings.push(
      finding("url", "'url' must be an absolute URL that starts with http:// or https://."),
    );
  }
  if (protocol === undefined) findings.push(finding("protocol", "'protocol' is required."));
  if (pool !== undefined) {
    findings.push(finding("pool", "Pool is supported only for a backend of type 'Pool'."));
  }
}

/** Absolute, or of Service Fabric; a named value may stand for any part. */
function isBackendUrl(url: string): boolean {
  return url.includes("{{") || /^fabric:/i.test(url) ||
    (/^https?:\/\//i.test(url) && URL.canParse(url));
}

function checkPool(draft: Draft, world: World, findings: ErrorDetail[]): void {
  const { properties } = draft;
  for (const name of ["url", "protocol", "circuitBreaker", "credentials"] as const) {
    if (properties[name] === undefined) continue;
    const title = name[0].toUpperCase() + name.slice(1);
    findings.push(finding(name, `${title} is not supported for backend pool.`));
  }
  const services = listOf(objectOf(properties.pool).services);
  if (services.length === 0) {
    findings.push(finding("pool", "A backend pool must have at least one service."));
  }
  const seen = new Set<string>();
  services.forEach((service, i) => {
    const id = textOf(objectOf(service).id) ?? "";
    const target = `pool.services[${i}].id`;
    const member = poolMember(id, world);
    if (member === undefined) {
      findings.push(finding(target, `Backend with id '${id}' could not be found.`));
    } else if (member.properties.type === "Pool" || member.path === draft.path) {
      findings.push(finding(target, `Backend '${member.name}' is a pool and cannot be in a pool.`));
    } else if (seen.has(member.path)) {
      findings.push(finding(target, `Backend '${member.name}' is in the pool more than once.`));
    } else seen.add(member.path);
  });
}

/** The backend that a member's id means: a full ARM id or `/backends/name`, not a bare name. */
export function poolMember(id: string, world: World): Entity | undefined {
  const path = id.startsWith("/") ? localPath(id, world) : undefined;
  return path && /^backends\/[^/]+$/i.test(path) ? world.tree.get(path) : undefined;
}

/** Live, a backend has one rule, though the schema permits 15 (azure-docs #123514). */
function checkBreaker(properties: JsonObject, findings: ErrorDetail[]): void {
  const rules = listOf(objectOf(properties.circuitBreaker).rules);
  if (rules.length > 1) {
    const target = "circuitBreaker.rules";
    findings.push(finding(target, "A backend can have one circuit breaker rule at most."));
  }
  rules.forEach((rule, i) => checkRule(objectOf(rule), `circuitBreaker.rules[${i}]`, findings));
}

function checkRule(rule: JsonObject, target: string, findings: ErrorDetail[]): void {
  const condition = objectOf(rule.failureCondition);
  const place = `${target}.failureCondition`;
  const missing = (name: string) => findings.push(finding(name, `'${name}' is required.`));
  if (rule.tripDuration === undefined) missing(`${target}.tripDuration`);
  if (rule.failureCondition === undefined) return void missing(place);
  if (condition.interval === undefined) missing(`${place}.interval`);
  if ((condition.count === undefined) === (condition.percentage === undefined)) {
    findings.push(finding(place, "Exactly one of 'count' and 'percentage' must be given."));
  }
  const ranges = listOf(condition.statusCodeRanges);
  if (ranges.length === 0 && listOf(condition.errorReasons).length === 0) {
    findings.push(finding(place, "'statusCodeRanges' or 'errorReasons' must be given."));
  }
  ranges.forEach((range, i) =>
    checkRange(objectOf(range), `${place}.statusCodeRanges[${i}]`, findings)
  );
}

function checkRange({ min, max }: JsonObject, target: string, findings: ErrorDetail[]): void {
  if (typeof min !== "number" || typeof max !== "number") {
    findings.push(finding(target, "'min' and 'max' are required."));
  } else if (min > max) {
    findings.push(finding(target, `'min' must not be above 'max': ${min} is above ${max}.`));
  }
}

function usersOf(entity: Entity, world: World): string[] {
  const id = entity.name.toLowerCase();
  const pools = world.tree.list("backends").filter(({ properties }) =>
    listOf(objectOf(properties.pool).services)
      .some((service: Json) => poolMember(textOf(objectOf(service).id) ?? "", world) === entity)
  );
  const policies = policyTexts(world.tree).filter(({ text }) => idsIn(text, "backend-id").has(id));
  return [...pools.map((pool) => pool.path), ...policies.map(({ entity }) => entity.path)];
}
