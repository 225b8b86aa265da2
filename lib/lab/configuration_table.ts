/**
 * What the configuration holds and what is missing, variable by variable; no value of a secret.
 * @module
 */
import type { LabConfig } from "./config.ts";
import type { Showable } from "./display.ts";
import { table } from "./table.ts";
import type { RoutingBackend } from "../policies/mod.ts";

/** One row a backend: what is known of it, and what live mode would still need. */
export function configurationTable(
  config: LabConfig,
  backends: readonly RoutingBackend[],
): Showable {
  const embedded = config.target === "embedded";
  return table(backends.map((backend) => ({
    backend: backend.id,
    label: backend.label,
    region: backend.region,
    type: backend.type,
    priority: backend.priority,
    weight: backend.weight,
    deployment: backend.deployment,
    endpoint: embedded ? "simulated" : backend.endpoint,
    key: embedded ? "simulated" : backend.apiKey ? "set" : "managed identity",
    "missing for Azure": embedded
      ? missingVariables(backend.id).join(", ") || "nothing"
      : "nothing",
  })));
}

/** The variables of a backend that `.env` would have to set before it can be called in Azure. */
function missingVariables(backendId: string): string[] {
  const letter = /^backend-([a-z])$/.exec(backendId)?.[1].toUpperCase();
  if (!letter) return [];
  return ["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "DEPLOYMENT"]
    .map((field) => `BACKEND_${letter}_${field}`)
    .filter((name) => !Deno.env.get(name));
}
