/**
 * The Models API: what can be asked for by name. In a simulated region those are its deployments.
 * @module
 */
import type { ModelDeployment } from "../deployment.ts";
import type { Region } from "../region.ts";
import { ApiError } from "./errors.ts";

/** All of them, or one. @throws ApiError 404 */
export function modelList({ deployments }: Region, name: string | null): Record<string, unknown> {
  if (name === null) return { object: "list", data: [...deployments.values()].map(shown) };
  const deployment = deployments.get(name);
  if (deployment) return shown(deployment);
  throw new ApiError(404, {
    error: { code: "ResourceNotFound", message: `The model '${name}' does not exist.` },
  });
}

function shown({ name, model, facts }: ModelDeployment): Record<string, unknown> {
  return {
    id: name,
    object: "model",
    created: 0, // the region itself does not know when
    owned_by: "azure-openai",
    model: `${model}-${facts.version}`,
    capabilities: {
      chat_completion: !facts.embedding,
      embeddings: facts.embedding !== undefined,
      completion: false,
      inference: true,
    },
    lifecycle_status: "generally-available",
    status: "succeeded",
  };
}
