/**
 * The routing doctor: advice on documents that are valid and yet do not do what their author meant.
 * One rule a file, one line here.
 * @module
 */
import type { Diagnostic } from "../../../core/diagnostic.ts";
import type { ValidDocument } from "../compile/validate.ts";
import { Patient, type Rule, type Surroundings } from "./patient.ts";
import { backendSwitchedInRetry } from "./rules/backend_switched_in_retry.ts";
import { bodyNotBuffered } from "./rules/body_not_buffered.ts";
import { breakerInOnError } from "./rules/breaker_in_on_error.ts";
import { expressionInText } from "./rules/expression_in_text.ts";
import { impossibleCast } from "./rules/impossible_cast.ts";
import { keyInText } from "./rules/key_in_text.ts";
import { noResponseCheck } from "./rules/no_response_check.ts";
import { openApi } from "./rules/open_api.ts";
import { tripsAboveRetries } from "./rules/trips_above_retries.ts";
import { unreachablePriority } from "./rules/unreachable_priority.ts";

export type { Surroundings } from "./patient.ts";

const RULES: readonly Rule[] = [
  backendSwitchedInRetry,
  bodyNotBuffered,
  breakerInOnError,
  expressionInText,
  impossibleCast,
  keyInText,
  noResponseCheck,
  openApi,
  tripsAboveRetries,
  unreachablePriority,
];

/** Warnings about a valid document, in the order of the text. */
export function advise(document: ValidDocument, surroundings: Surroundings = {}): Diagnostic[] {
  const patient = new Patient(document.root, document.expressions, surroundings);
  return RULES.flatMap((rule) => [...rule(patient)])
    .sort((a, b) => a.line - b.line || a.column - b.column);
}
