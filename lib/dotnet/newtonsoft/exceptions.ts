/**
 * Newtonsoft's exception types.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";

export const types = new Declarations();

function constructors(name: string) {
  return {
    "new()": () => new CsException(name, `Exception of type '${name}' was thrown.`),
    "new(string message)": (message: string) => new CsException(name, message),
    "new(string message, Exception innerException)": (message: string, inner: CsException | null) =>
      new CsException(name, message, inner),
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
