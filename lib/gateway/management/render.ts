/**
 * How an entity is shown.
 * @module
 */
import type { JsonObject } from "./arm/json.ts";
import type { Entity, World } from "./model.ts";
import { withoutNewer } from "./version_fields.ts";

/** ARM's envelope around the entity's visible properties. */
export function show(entity: Entity, world: World): JsonObject {
  const { view, fields } = entity.kind;
  const properties = {
    ...view?.(entity, world) ?? entity.properties,
    ...(fields.provisioningState?.readOnly && { provisioningState: "Succeeded" }),
  };
  return {
    id: `${world.serviceId}/${entity.path}`,
    type: `Microsoft.ApiManagement/service/${entity.kind.path}`,
    name: entity.name,
    properties: withoutNewer(entity.kind.fields, properties, world.apiVersion),
  };
}
