/** Backends for tests of the strategies. */
import { Secret } from "../../lib/core/secret.ts";
import type { RoutingBackend } from "../../lib/policies/mod.ts";

/** A backend by letter: priority 1 for a, 2 for the others. */
export function backend(letter: string, changes: Partial<RoutingBackend> = {}): RoutingBackend {
  const first = letter === "a";
  return {
    id: `backend-${letter}`,
    label: `${first ? "PTU" : "PAYG"}-${letter.toUpperCase()}`,
    region: "eastus",
    type: first ? "PTU" : "PAYG",
    priority: first ? 1 : 2,
    weight: first ? 100 : 50,
    deployment: "gpt-4o",
    endpoint: `https://${letter}.openai.azure.com`,
    apiKey: new Secret(`key-of-${letter}`),
    ...changes,
  };
}

export const ABC = [backend("a"), backend("b"), backend("c")];
