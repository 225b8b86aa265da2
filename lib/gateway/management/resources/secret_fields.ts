/**
 * Members that are sent and never shown: they are kept as secrets, and an action gives them to who may ask.
 * @module
 */
import type { Json } from "../arm/json.ts";
import type { Action, Draft, Prepared } from "../model.ts";

/** Puts `names` among the secrets; one that is left out stays what it was. */
export function secretFields(...names: readonly string[]): (draft: Draft) => Prepared {
  return ({ properties, previous }) => {
    const shown: Record<string, Json | undefined> = { ...properties };
    const secrets: Record<string, string> = { ...previous?.secrets };
    for (const name of names) {
      if (typeof shown[name] === "string") secrets[name] = shown[name];
      delete shown[name];
    }
    return { properties: shown, secrets };
  };
}

/** The action that gives the secrets away. */
export const listSecrets: Action = ({ secrets }) => ({ body: { ...secrets } });
