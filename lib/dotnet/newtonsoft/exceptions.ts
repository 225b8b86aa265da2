/**
 * Newtonsoft's exception types.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";

export const types = new Declarations();

function constructors(name: string) {
  const make = (message: string | null, inner: CsException | null = null) =>
    new CsException(name, message ?? `Exception of type '${name}' was thrown.`, inner);
  return {
    "new()": () => make(null),
    "new(string message)": (message: string | null) => make(message),
    "new(string message, Exception innerException)": make,
  };
}

const places = {
  "string Path { get; }": (self: CsException) => self.details.Path ?? null,
  "int LineNumber { get; }": (self: CsException) => self.details.LineNumber ?? 0,
  "int LinePosition { get; }": (self: CsException) => self.details.LinePosition ?? 0,
};

types.declare({
  type: "class Newtonsoft.Json.JsonException : System.Exception",
  members: constructors("Newtonsoft.Json.JsonException"),
});
for (const kind of ["Reader", "Serialization", "Writer"]) {
  const name = `Newtonsoft.Json.Json${kind}Exception`;
  types.declare({
    type: `class ${name} : JsonException`,
    members: { ...constructors(name), ...places },
  });
}
