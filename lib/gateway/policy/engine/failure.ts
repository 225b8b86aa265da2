/**
 * Whatever a step threw, as a failure of the pipeline.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { reportDefect } from "../../../core/defects.ts";
import { InternalError } from "../../../core/internal_error.ts";
import { CsException, LimitExceededError } from "../../expression/values.ts";
import {
  BodyConsumedError,
  BodyTooLargeError,
  RefusedRequestError,
} from "../../contracts/message.ts";
import { type Place, PolicyError } from "../../contracts/policy_error.ts";

/** `thrown` itself, or an expression's exception as APIM reports it. Anything else is a defect of ours. */
export function asPolicyError(thrown: unknown): PolicyError {
  if (thrown instanceof PolicyError) return thrown;
  if (thrown instanceof RefusedRequestError) return refusal(thrown);
  if (thrown instanceof LimitExceededError) {
    return expressionFailure(`Limit '${thrown.limit}' exceeded: ${thrown.message}`, thrown);
  }
  if (
    thrown instanceof CsException ||
    thrown instanceof BodyConsumedError || thrown instanceof BodyTooLargeError
  ) {
    return expressionFailure(thrown.message, thrown);
  }
  const cause = thrown instanceof InternalError ? thrown : new InternalError(thrown);
  return FAILURE.defect(cause.message, cause);
}

/** The defect of ours that the error is; null for a failure of the policy's own. */
export function defectOf(error: PolicyError): InternalError | null {
  return error.cause instanceof InternalError ? error.cause : null;
}

/** Tells whoever runs the gateway of a defect. */
export function reportDefectAt({ place }: PolicyError, defect: InternalError): void {
  reportDefect(
    defect,
    place ? `${place.source} (${place.scope}/${place.section}: ${place.path})` : "the pipeline",
  );
}

/** What the caller sent is at fault: it gets to know, with the status that says why. */
function refusal(error: RefusedRequestError): PolicyError {
  return FAILURE.requestRefused(error.statusCode, error.message, error);
}

/** An expression that threw, or that gave what its policy cannot use. */
export function expressionFailure(message: string, cause?: unknown): PolicyError {
  return FAILURE.expressionFailed(message, cause);
}

/** An expression that gave what its policy's page does not allow there. */
export function valueValidationFailure(message: string): PolicyError {
  return FAILURE.expressionValueInvalid(message);
}

/** A value that a sample leaves to its reader, as in `tokens-per-minute="{limit}"`, is needed. */
export function valueNotFilledIn(text: string): PolicyError {
  return FAILURE.valueNotFilledIn(text);
}

/** `thrown` with the place of the innermost policy that it passed. */
export function failureAt(place: Place, thrown: unknown): PolicyError {
  const error = asPolicyError(thrown);
  error.place ??= place;
  return error;
}
