/**
 * The entities behind a policy: backends with their credentials, and the named values that hold the keys.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import type {
  BackendEntity,
  BreakerSettings,
  NamedValueEntity,
  PolicyOptions,
} from "./strategy.ts";

/** Name of a backend's entity. */
export function entityName(backend: RoutingBackend, options: PolicyOptions): string {
  return `${options.entityPrefix ?? ""}${backend.id}`;
}

/**
 * One entity a backend, and one named value a key.
 * @throws RangeError when a backend has no key and the gateway is not to use its managed identity.
 */
export function entities(
  backends: readonly RoutingBackend[],
  options: PolicyOptions,
  circuitBreaker: BreakerSettings | null = null,
): { namedValues: NamedValueEntity[]; backends: BackendEntity[] } {
  const namedValues: NamedValueEntity[] = [];
  const made = backends.map((backend): BackendEntity => {
    const name = entityName(backend, options);
    const common = {
      name,
      backendId: backend.id,
      description: `${backend.label} (${backend.region}, ${backend.type})`,
      url: backend.endpoint.replace(/\/+$/, ""),
      circuitBreaker,
    };
    if (options.auth === "managed-identity") return { ...common, credentials: null };
    if (backend.apiKey === null) {
      throw new RangeError(`${backend.id} has no API key: give it one, or use managed-identity`);
    }
    const namedValue = `${name}-key`;
    namedValues.push({ name: namedValue, value: backend.apiKey });
    return { ...common, credentials: { header: "api-key", namedValue } };
  });
  return { namedValues, backends: made };
}
