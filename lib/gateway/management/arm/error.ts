/**
 * ARM's error answers: `{"error":{"code","message","details"}}`.
 * @module
 */

/** One finding about a request's body. */
export interface ErrorDetail {
  readonly code: string;
  /** The property or policy element that is wrong. */
  readonly target: string;
  readonly message: string;
}

/** An answer other than success, thrown by whatever finds it and turned into a response in one place. */
export class ArmError extends Error {
  override name = "ArmError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly ErrorDetail[] | null = null,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toResponse(): Response {
    const { code, message, details } = this;
    return Response.json({ error: { code, message, details } }, {
      status: this.status,
      headers: this.headers,
    });
  }
}

/** 400 with the live service's wording; each finding is in `details`. */
export function validationError(details: readonly ErrorDetail[]): ArmError {
  const message = "One or more fields contain incorrect values:";
  return new ArmError(400, "ValidationError", message, details);
}

/** A 400 about one property. */
export function invalid(target: string, message: string): ArmError {
  return validationError([finding(target, message)]);
}

export function finding(target: string, message: string): ErrorDetail {
  return { code: "ValidationError", target, message };
}

/** 404 of APIM itself, as in "Api not found.". */
export function entityNotFound(title: string): ArmError {
  return new ArmError(404, "ResourceNotFound", `${title} not found.`);
}

/** 412 for an If-Match that names another version. */
export function preconditionFailed(): ArmError {
  const message = "Resource was modified since last retrieval.";
  return new ArmError(412, "PreconditionFailed", message);
}

export function methodNotAllowed(method: string, allowed: readonly string[]): ArmError {
  return new ArmError(
    405,
    "MethodNotAllowed",
    `The method '${method}' is not allowed here. Allowed: ${allowed.join(", ")}.`,
    null,
    { allow: allowed.join(", ") },
  );
}
