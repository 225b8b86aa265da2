/**
 * Secrets in other resources' bodies become secret named values of their own, as live: the resource shows a
 * reference.
 * @module
 */
import type { Json } from "../arm/json.ts";
import type { Entity, World } from "../model.ts";
import { namedValueKind } from "./named_values.ts";

/** Stores a secret named value; gives the text that refers to it. A text that is a reference stays. */
export function hideValue(name: string, value: string, { tree, clock }: World): string {
  if (value.startsWith("{{")) return value;
  const id = name.replace(/[^A-Za-z0-9\-._]/g, "-");
  const path = `namedValues/${id}`;
  const known: Entity | undefined = tree.get(path);
  if (known?.secrets.value !== value) {
    tree.set({
      kind: namedValueKind,
      path,
      name: id,
      properties: { displayName: id, secret: true },
      secrets: { value },
      createdAt: known?.createdAt ?? clock.now(),
    });
  }
  return `{{${id}}}`;
}

/** Paths of the named values that `values` refer to and that were made here. */
export function shownValues(values: readonly (Json | undefined)[], prefix: string): string[] {
  return values.map(String).filter((text) => text.startsWith(`{{${prefix}`) && text.endsWith("}}"))
    .map((text) => `namedValues/${text.slice(2, -2)}`);
}
