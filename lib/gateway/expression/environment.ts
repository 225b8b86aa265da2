/**
 * The C# that a policy expression is written in: .NET's library, APIM's own types, and the variable `context`.
 * @module
 */
import { Environment } from "../../csharp/mod.ts";
import { Library } from "../../csharp/runtime/library.ts";
import { dotnet } from "../../dotnet/mod.ts";
import { types as authorization } from "./context/authorization.ts";
import { types as body } from "./context/body.ts";
import { contextType, types as context } from "./context/context.ts";
import { types as credentials } from "./context/credentials.ts";
import { types as dictionaries } from "./context/dictionaries.ts";
import { types as entities } from "./context/entities.ts";
import { types as message } from "./context/message.ts";
import { types as url } from "./context/url.ts";
import { types as crypto } from "./crypto_extensions.ts";

/** APIM's own types. */
export const apim: Library = new Library({
  parts: [authorization, body, context, credentials, dictionaries, entities, message, url, crypto],
  usings: dotnet.usings,
  uses: [dotnet],
});

/** Namespaces that an expression need not name. */
const USINGS = dotnet.usings.filter((name) =>
  name !== "System.Collections" && name !== "System.Globalization"
);

export const environment = new Environment({
  libraries: [dotnet, apim],
  usings: USINGS,
  globals: [{ name: "context", type: contextType }],
});
