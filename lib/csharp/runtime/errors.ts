/**
 * The exceptions that the base library throws, with the messages that .NET 10 prints.
 * @module
 */
import { CsException } from "./exception.ts";

function withParameter(message: string, parameter?: string): string {
  return parameter === undefined ? message : `${message} (Parameter '${parameter}')`;
}

export function argument(message: string, parameter?: string): CsException {
  return new CsException("System.ArgumentException", withParameter(message, parameter), null, {
    ParamName: parameter ?? null,
  });
}

export function argumentNull(parameter: string): CsException {
  return new CsException(
    "System.ArgumentNullException",
    withParameter("Value cannot be null.", parameter),
    null,
    { ParamName: parameter },
  );
}

/** An argument that may not be null. @throws CsException System.ArgumentNullException */
export function notNull<T>(value: T | null, parameter: string): T {
  if (value === null) throw argumentNull(parameter);
  return value;
}

/** @param actual the offending value's text, printed on a line of its own when given. */
export function outOfRange(parameter: string, message?: string, actual?: string): CsException {
  const text = withParameter(
    message ?? "Specified argument was out of the range of valid values.",
    parameter,
  );
  return new CsException(
    "System.ArgumentOutOfRangeException",
    actual === undefined ? text : `${text}\nActual value was ${actual}.`,
    null,
    { ParamName: parameter },
  );
}

export function format(message: string): CsException {
  return new CsException("System.FormatException", message);
}

export function overflow(message = "Arithmetic operation resulted in an overflow."): CsException {
  return new CsException("System.OverflowException", message);
}

export function divideByZero(): CsException {
  return new CsException("System.DivideByZeroException", "Attempted to divide by zero.");
}

export function invalidCast(message: string): CsException {
  return new CsException("System.InvalidCastException", message);
}

export function invalidOperation(message: string): CsException {
  return new CsException("System.InvalidOperationException", message);
}

export function notSupported(message = "Specified method is not supported."): CsException {
  return new CsException("System.NotSupportedException", message);
}

export function indexOutOfRange(): CsException {
  return new CsException(
    "System.IndexOutOfRangeException",
    "Index was outside the bounds of the array.",
  );
}

export function nullReference(): CsException {
  return new CsException(
    "System.NullReferenceException",
    "Object reference not set to an instance of an object.",
  );
}

/** An ArgumentOutOfRangeException that names no parameter. */
export function unrepresentable(message: string): CsException {
  return new CsException("System.ArgumentOutOfRangeException", message, null, { ParamName: null });
}

/** A regular expression that is none. */
export function regexParse(pattern: string, offset: number, reason: string): CsException {
  return new CsException(
    "System.Text.RegularExpressions.RegexParseException",
    `Invalid pattern '${pattern}' at offset ${offset}. ${reason}`,
    null,
    { Offset: offset, ParamName: null },
  );
}
