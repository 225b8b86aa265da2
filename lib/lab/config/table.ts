/**
 * What the configuration holds and what is missing, variable by variable; no value of a secret.
 * @module
 */
import type { LabConfig } from "./config.ts";
import type { Showable } from "../show/display.ts";
import { table } from "../show/table.ts";
import type { RoutingBackend } from "../../policies/mod.ts";

/** One row a backend: what is known of it, and what live mode would still need. */
export function configurationTable(
  config: LabConfig,
  backends: readonly RoutingBackend[],
): Showable {
  const embedded = config.target === "embedded";
  return table(backends.map((backend) => ({
    backend: backend.id,
    region: backend.region,
    type: backend.type,
    priority: backend.priority,
    weight: backend.weight,
    deployment: backend.deployment,
    ...embedded ? { "missing for Azure": missingVariables(backend.id) } : {
      endpoint: backend.endpoint,
      key: backend.apiKey ? "set" : "managed identity",
    },
  })));
}

/** What `.env` would have to set for a backend before it can be called in Azure. */
function missingVariables(backendId: string): string {
  const letter = /^backend-([a-z])$/.exec(backendId)?.[1].toUpperCase();
  if (!letter) return "nothing";
  const missing = ["AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY", "DEPLOYMENT"]
    .filter((field) => !Deno.env.get(`BACKEND_${letter}_${field}`));
  return missing.length === 0 ? "nothing" : `BACKEND_${letter}_{${missing.join(", ")}}`;
}
