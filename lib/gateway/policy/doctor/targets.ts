/**
 * Where a document's set-backend-service policies lead.
 * @module
 */
import type { Element } from "../document/tree.ts";
import { attributeText, type Patient } from "./patient.ts";

/** The backend's id, base URL or the expression for it, as it is written. */
export const targetOf = (element: Element): string =>
  (attributeText(element, "backend-id") ?? attributeText(element, "base-url") ?? "").trim();

/** What inbound chooses. */
export function chosenInInbound(patient: Patient): ReadonlySet<string> {
  return new Set(
    [...patient.all("set-backend-service", patient.section("inbound"))].map(targetOf),
  );
}

/** Whether the target follows from a variable that an attempt inside `retry` may have changed. */
export function changesWithAttempts(patient: Patient, retry: Element, target: string): boolean {
  return variablesSetIn(patient, retry).some((name) => target.includes(`"${name}"`));
}

function variablesSetIn(patient: Patient, retry: Element): string[] {
  const names = [
    ...[...patient.all("set-variable", retry)].map((element) => attributeText(element, "name")),
    ...[...patient.all("cache-lookup-value", retry)]
      .map((element) => attributeText(element, "variable-name")),
    ...[...patient.all("send-request", retry)]
      .map((element) => attributeText(element, "response-variable-name")),
  ];
  return names.filter((name) => name !== null);
}
