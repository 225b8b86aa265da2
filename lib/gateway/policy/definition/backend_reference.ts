/**
 * Backends that policies name for calls of their own.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import type { Check } from "./definition.ts";
import type { Run } from "../../contracts/run.ts";
import type { Element } from "../document/tree.ts";
import { FINDING } from "../../contracts/texts/findings.ts";

/** A backend that a service does not have is an error. */
export function checkBackend({ attributes }: Element, check: Check, attribute: string): void {
  const id = attributes.get(attribute)?.content;
  const { backendIds } = check.options;
  if (id?.kind !== "literal" || backendIds === null || backendIds.has(id.text.toLowerCase())) {
    return;
  }
  check.report(FINDING.unknownBackend(id.text), attribute);
}

/** Fails for an id that is worked out while the policy runs and that no backend has. */
export function requireBackend(run: Run, id: string): void {
  const { backends } = run;
  if (backends.size === 0 || backends.has(id.toLowerCase())) return; // a document that stands alone
  throw FAILURE.backendNotFound(id);
}
