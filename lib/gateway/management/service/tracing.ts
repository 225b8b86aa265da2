/**
 * Debug credentials and traces of the managed gateway.
 * @see https://learn.microsoft.com/azure/api-management/api-management-howto-api-inspector
 * @module
 */
import { table } from "../../../core/table.ts";
import { parseDurationMs } from "../../../core/duration.ts";
import { ArmError, type ErrorDetail, validationError } from "../arm/error.ts";
import { concealer, concealJson } from "../conceal.ts";
import type { JsonObject } from "../arm/json.ts";
import type { World } from "../model.ts";
import { referenced } from "../references.ts";
import { checkFields, choice, duration, list, required, text } from "../rules.ts";

const FIELDS = table({
  listDebugCredentials: {
    apiId: required(text({ min: 1 })),
    purposes: required(list(choice("tracing"), { min: 1 })),
    credentialsExpireAfter: duration,
  },
  listTrace: { traceId: required(text({ min: 1 })) },
});

const HOUR_MS = 3_600_000;

/** Actions of `gateways/managed`, by name. @throws ArmError */
export const GATEWAY_ACTIONS: Readonly<
  Record<string, (body: JsonObject, world: World) => JsonObject>
> = {
  listDebugCredentials(body, world) {
    const { apiId, credentialsExpireAfter } = check("listDebugCredentials", body);
    const api = referenced(String(apiId), "apis", "Api", "apiId", world);
    const wanted = parseDurationMs(String(credentialsExpireAfter ?? "PT1H"));
    if (wanted <= 0 || wanted > HOUR_MS) {
      const target = "credentialsExpireAfter";
      const message = "Credentials last at most PT1H.";
      throw validationError([{ code: "ValidationError", target, message }]);
    }
    const token = world.traces.issueToken({ apiId: api.name, expiresAfterMs: wanted });
    return { token };
  },
  listTrace(body, world) {
    const { traceId } = check("listTrace", body);
    const trace = world.traces.get(String(traceId));
    if (!trace) throw new ArmError(404, "ResourceNotFound", "Trace not found.");
    const plain = trace as unknown as JsonObject; // the store's type says the same more exactly
    return concealJson(plain, concealer(world.tree)) as JsonObject;
  },
};

function check(action: keyof typeof FIELDS, body: JsonObject): JsonObject {
  const findings: ErrorDetail[] = [];
  const checked = checkFields(FIELDS[action], body, "", findings);
  if (findings.length > 0) throw validationError(findings);
  return checked;
}
