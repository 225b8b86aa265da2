/**
 * The exception types, their hierarchy and default messages.
 * @module
 */
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { toText } from "../../csharp/runtime/object.ts";
import * as errors from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

const BAD_VALUE = "Value does not fall within the expected range.";

/** Full name, base class, default message. */
const TYPES: readonly (readonly [string, string, string])[] = [
  ["System.SystemException", "Exception", "System error."],
  ["System.ApplicationException", "Exception", "Error in the application."],
  ["System.ArgumentException", "SystemException", BAD_VALUE],
  [
    "System.ArithmeticException",
    "SystemException",
    "Overflow or underflow in the arithmetic operation.",
  ],
  ["System.DivideByZeroException", "ArithmeticException", "Attempted to divide by zero."],
  [
    "System.OverflowException",
    "ArithmeticException",
    "Arithmetic operation resulted in an overflow.",
  ],
  [
    "System.FormatException",
    "SystemException",
    "One of the identified items was in an invalid format.",
  ],
  [
    "System.UriFormatException",
    "FormatException",
    "One of the identified items was in an invalid format.",
  ],
  ["System.Text.EncoderFallbackException", "ArgumentException", BAD_VALUE],
  ["System.Text.DecoderFallbackException", "ArgumentException", BAD_VALUE],
  [
    "System.IndexOutOfRangeException",
    "SystemException",
    "Index was outside the bounds of the array.",
  ],
  ["System.InvalidCastException", "SystemException", "Specified cast is not valid."],
  [
    "System.InvalidOperationException",
    "SystemException",
    "Operation is not valid due to the current state of the object.",
  ],
  [
    "System.ObjectDisposedException",
    "InvalidOperationException",
    "Cannot access a disposed object.",
  ],
  [
    "System.NotImplementedException",
    "SystemException",
    "The method or operation is not implemented.",
  ],
  ["System.NotSupportedException", "SystemException", "Specified method is not supported."],
  [
    "System.NullReferenceException",
    "SystemException",
    "Object reference not set to an instance of an object.",
  ],
  [
    "System.RankException",
    "SystemException",
    "Attempted to operate on an array with the incorrect number of dimensions.",
  ],
  [
    "System.ArrayTypeMismatchException",
    "SystemException",
    "Attempted to access an element as a type incompatible with the array.",
  ],
  ["System.TimeoutException", "SystemException", "The operation has timed out."],
  ["System.OperationCanceledException", "SystemException", "The operation was canceled."],
  [
    "System.UnauthorizedAccessException",
    "SystemException",
    "Attempted to perform an unauthorized operation.",
  ],
  ["System.TimeZoneNotFoundException", "Exception", "The time zone was not found."],
  ["System.InvalidTimeZoneException", "Exception", "The time zone is invalid."],
  [
    "System.Collections.Generic.KeyNotFoundException",
    "SystemException",
    "The given key was not present in the dictionary.",
  ],
  ["System.IO.IOException", "SystemException", "I/O error occurred."],
  [
    "System.Security.Cryptography.CryptographicException",
    "SystemException",
    "Error occurred during a cryptographic operation.",
  ],
  [
    "System.Text.RegularExpressions.RegexMatchTimeoutException",
    "TimeoutException",
    "The Regex engine has timed out while trying to match a pattern to an input string.",
  ],
];

/** The message of an exception that is given none. */
function thrown(name: string): string {
  return `Exception of type '${name}' was thrown.`;
}

function constructors(name: string, defaultMessage: string): Record<string, Implementation> {
  const make = (message: string | null, inner: CsException | null) =>
    new CsException(name, message ?? thrown(name), inner);
  return {
    "new()": () => make(defaultMessage, null),
    "new(string message)": (message) => make(message, null),
    "new(string message, Exception innerException)": make,
  };
}

function innermost(error: CsException): CsException {
  let current = error;
  while (current.inner) current = current.inner;
  return current;
}

types.declare({
  type: "class System.Exception",
  members: {
    ...constructors("System.Exception", "Exception of type 'System.Exception' was thrown."),
    "string Message { get; }": (self) => self.message,
    "Exception InnerException { get; }": (self) => self.inner,
    "Exception GetBaseException()": innermost,
    "string StackTrace { get; }": () => null,
    "string Source { get; set; }": {
      get: () => null,
      set: () => {},
    },
    "string HelpLink { get; set; }": {
      get: () => null,
      set: () => {},
    },
    "int HResult { get; }": () => -2146233088,
    "string ToString()": (self) => self.csToString(),
  },
});

for (const [name, base, message] of TYPES) {
  types.declare({ type: `class ${name} : ${base}`, members: constructors(name, message) });
}

types.declare({
  type: "class System.ArgumentException : SystemException",
  members: {
    "new(string message, string paramName)": (message, parameter) =>
      errors.argument(message ?? BAD_VALUE, parameter ?? undefined),
    "new(string message, string paramName, Exception innerException)": (
      message,
      parameter,
      inner,
    ) => {
      const made = errors.argument(message ?? BAD_VALUE, parameter ?? undefined);
      return new CsException(made.typeName, made.message, inner, made.details);
    },
    "string ParamName { get; }": (self) => self.details.ParamName ?? null,
  },
});

/** The same text and parameter as an exception of another type. */
function retype(error: CsException, typeName: string): CsException {
  return new CsException(typeName, error.message, error.inner, error.details);
}

const ARGUMENT_NULL = "System.ArgumentNullException";

types.declare({
  type: `class ${ARGUMENT_NULL} : ArgumentException`,
  members: {
    "new()": () => new CsException(ARGUMENT_NULL, "Value cannot be null."),
    "new(string paramName)": (parameter) =>
      retype(errors.argument("Value cannot be null.", parameter ?? undefined), ARGUMENT_NULL),
    "new(string paramName, string message)": (parameter, message) =>
      retype(errors.argument(message ?? "", parameter ?? undefined), ARGUMENT_NULL),
    "new(string message, Exception innerException)": (message, inner) =>
      new CsException(ARGUMENT_NULL, message ?? thrown(ARGUMENT_NULL), inner),
  },
});

const OUT_OF_RANGE = "System.ArgumentOutOfRangeException";
const RANGE_MESSAGE = "Specified argument was out of the range of valid values.";

types.declare({
  type: `class ${OUT_OF_RANGE} : ArgumentException`,
  members: {
    "new()": () => new CsException(OUT_OF_RANGE, RANGE_MESSAGE),
    "new(string paramName)": (parameter) =>
      retype(errors.argument(RANGE_MESSAGE, parameter ?? undefined), OUT_OF_RANGE),
    "new(string paramName, string message)": (parameter, message) =>
      retype(errors.argument(message ?? RANGE_MESSAGE, parameter ?? undefined), OUT_OF_RANGE),
    "new(string paramName, object actualValue, string message)": (parameter, actual, message) => {
      const text = errors.argument(message ?? RANGE_MESSAGE, parameter ?? undefined).message;
      return new CsException(
        OUT_OF_RANGE,
        actual === null ? text : `${text}\nActual value was ${toText(actual)}.`,
        null,
        { ParamName: parameter, ActualValue: actual },
      );
    },
    "new(string message, Exception innerException)": (message, inner) =>
      new CsException(OUT_OF_RANGE, message ?? thrown(OUT_OF_RANGE), inner),
    "object ActualValue { get; }": (self) => self.details.ActualValue ?? null,
  },
});

types.declare({
  type: "class System.Text.RegularExpressions.RegexParseException : ArgumentException",
  members: { "int Offset { get; }": (self) => self.details.Offset ?? 0 },
});
