/**
 * System.UriBuilder.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { Uri } from "./uri.ts";
import { escapePart } from "./uri_parse.ts";

export const types = new Declarations();

class UriBuilder implements CsObject {
  readonly csType = typeOf("System.UriBuilder");
  scheme = "http";
  /** What stands between scheme and host. */
  delimiter = "://";
  host = "localhost";
  port = -1;
  path = "/";
  query = "";
  fragment = "";
  userName = "";
  password = "";

  /** @throws CsException System.ArgumentNullException */
  static from(uri: Uri | null): UriBuilder {
    if (uri === null) throw errors.argumentNull("uri");
    const builder = new UriBuilder();
    const { scheme, hasAuthority, host, port, path, query, fragment, userInfo } = uri.absolute;
    const [userName, password = ""] = userInfo.split(":");
    return Object.assign(builder, {
      scheme,
      delimiter: hasAuthority ? "://" : ":",
      host,
      port: hasAuthority ? port : -1,
      path,
      query,
      fragment,
      userName,
      password,
    });
  }

  static parse(text: string): UriBuilder {
    const uri = Uri.create(text, 0);
    return UriBuilder.from(uri.parts ? uri : Uri.create(`http://${text}`));
  }

  csToString(): string {
    const user = this.userName === ""
      ? ""
      : `${this.userName}${this.password === "" ? "" : `:${this.password}`}@`;
    const port = this.port === -1 ? "" : `:${this.port}`;
    const start = this.scheme === "" ? "" : this.scheme + this.delimiter;
    const path = this.host !== "" ? marked("/", this.path) : this.path;
    return `${start}${user}${this.host}${port}${path}${this.query}${this.fragment}`;
  }

  csEquals(other: unknown): boolean {
    return other instanceof UriBuilder && this.uri.csEquals(other.uri);
  }

  csHashKey(): string {
    return this.uri.csHashKey();
  }

  get uri(): Uri {
    return Uri.create(this.csToString());
  }
}

/** With the mark before it, unless it is empty. */
const marked = (mark: string, text: string | null) =>
  !text ? "" : text.startsWith(mark) ? text : mark + text;

const LAST_PORT = 65535;

function checkedPort(port: number): number {
  if (port < -1 || port > LAST_PORT) throw errors.outOfRange("value");
  return port;
}

/** In lower case, without what follows a colon. @throws CsException System.ArgumentException */
function schemeName(text: string | null): string {
  const name = (text ?? "").replace(/:.*$/s, "").toLowerCase();
  if (name !== "" && !/^[a-z][a-z0-9+.-]*$/.test(name)) {
    throw errors.argument("Invalid URI: The URI scheme is not valid.", "value");
  }
  return name;
}

/** IPv6 in brackets. */
const hostName = (text: string | null) =>
  text?.includes(":") && !text.startsWith("[") ? `[${text}]` : text ?? "";

const pathOf = (text: string | null) => escapePart(text || "/", "?#");

function build(
  scheme: string | null,
  host: string | null,
  port = -1,
  path: string | null = "/",
  extra: string | null = "",
): UriBuilder {
  const [, query, fragment] = /^(\?[^#]*)?(#.*)?$/s.exec(extra ?? "") ?? [null];
  if (query === null) throw errors.argument("Extra portion of URI not valid.", "extraValue");
  return Object.assign(new UriBuilder(), {
    scheme: schemeName(scheme),
    host: hostName(host),
    port: checkedPort(port),
    path: pathOf(path),
    query: query ?? "",
    fragment: fragment ?? "",
  });
}

const field = (name: "userName" | "password") => ({
  get: (self: UriBuilder) => self[name],
  set: (self: UriBuilder, value: string | null) => void (self[name] = value ?? ""),
});

types.of<UriBuilder>().declare({
  type: "class System.UriBuilder",
  members: {
    "new()": () => new UriBuilder(),
    "new(string uri)": (uri) => UriBuilder.parse(errors.notNull(uri, "uriString")),
    "new(Uri uri)": UriBuilder.from,
    "new(string schemeName, string hostName)": (scheme, host) => build(scheme, host),
    "new(string scheme, string host, int portNumber)": (scheme, host, port) =>
      build(scheme, host, port),
    "new(string scheme, string host, int port, string pathValue)": (scheme, host, port, path) =>
      build(scheme, host, port, path),
    "new(string scheme, string host, int port, string path, string extraValue)": (
      scheme,
      host,
      port,
      path,
      extra,
    ) => build(scheme, host, port, path, extra),
    "string Scheme { get; set; }": {
      get: (self) => self.scheme,
      set: (self, scheme) => void (self.scheme = schemeName(scheme)),
    },
    "string Host { get; set; }": {
      get: (self) => self.host,
      set: (self, host) => void (self.host = hostName(host)),
    },
    "string UserName { get; set; }": field("userName"),
    "string Password { get; set; }": field("password"),
    "int Port { get; set; }": {
      get: (self) => self.port,
      set: (self, port) => void (self.port = checkedPort(port)),
    },
    "string Path { get; set; }": {
      get: (self) => self.path,
      set: (self, path) => void (self.path = pathOf(path)),
    },
    "string Query { get; set; }": {
      get: (self) => self.query,
      set: (self, query) => void (self.query = marked("?", query)),
    },
    "string Fragment { get; set; }": {
      get: (self) => self.fragment,
      set: (self, fragment) => void (self.fragment = marked("#", fragment)),
    },
    "bool Equals(object rparam)": (self, other) => self.csEquals(other),
    "Uri Uri { get; }": (self) => self.uri,
    "string ToString()": (self) => self.csToString(),
  },
});
