/**
 * System.UriBuilder.
 * @module
 */
import { declare } from "../../runtime/declare.ts";
import { typeOf } from "../../runtime/type.ts";
import type { CsObject } from "../../runtime/values.ts";
import { Uri } from "./uri.ts";
import { escapePart } from "./uri_parse.ts";

class UriBuilder implements CsObject {
  readonly csType = typeOf("System.UriBuilder");
  scheme = "http";
  host = "localhost";
  port = -1;
  path = "/";
  query = "";
  fragment = "";
  userName = "";
  password = "";

  static from(uri: Uri): UriBuilder {
    const builder = new UriBuilder();
    const { scheme, host, port, path, query, fragment, userInfo } = uri.absolute;
    const [userName, password = ""] = userInfo.split(":");
    return Object.assign(builder, {
      scheme,
      host,
      port,
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
    return `${this.scheme}://${user}${this.host}${port}${this.path}${this.query}${this.fragment}`;
  }

  get uri(): Uri {
    return Uri.create(this.csToString());
  }
}

/** With the mark before it, unless it is empty. */
const marked = (mark: string, text: string | null) =>
  !text ? "" : text.startsWith(mark) ? text : mark + text;

const field = (name: "scheme" | "host" | "userName" | "password") => ({
  get: (self: UriBuilder) => self[name],
  set: (self: UriBuilder, value: string | null) => void (self[name] = value ?? ""),
});

declare({
  type: "class System.UriBuilder",
  members: {
    "new()": () => new UriBuilder(),
    "new(string uri)": UriBuilder.parse,
    "new(Uri uri)": UriBuilder.from,
    "new(string schemeName, string hostName)": (scheme, host) =>
      Object.assign(new UriBuilder(), { scheme, host }),
    "new(string scheme, string host, int portNumber)": (scheme, host, port) =>
      Object.assign(new UriBuilder(), { scheme, host, port }),
    "new(string scheme, string host, int port, string pathValue)": (scheme, host, port, path) =>
      Object.assign(new UriBuilder(), { scheme, host, port, path: marked("/", path) || "/" }),
    "string Scheme { get; set; }": field("scheme"),
    "string Host { get; set; }": field("host"),
    "string UserName { get; set; }": field("userName"),
    "string Password { get; set; }": field("password"),
    "int Port { get; set; }": {
      get: (self: UriBuilder) => self.port,
      set: (self: UriBuilder, port) => void (self.port = port),
    },
    "string Path { get; set; }": {
      get: (self: UriBuilder) => self.path,
      set: (self: UriBuilder, path) =>
        void (self.path = escapePart(marked("/", path) || "/", "?#")),
    },
    "string Query { get; set; }": {
      get: (self: UriBuilder) => self.query,
      set: (self: UriBuilder, query) => void (self.query = marked("?", query)),
    },
    "string Fragment { get; set; }": {
      get: (self: UriBuilder) => self.fragment,
      set: (self: UriBuilder, fragment) => void (self.fragment = marked("#", fragment)),
    },
    "Uri Uri { get; }": (self: UriBuilder) => self.uri,
    "string ToString()": (self: UriBuilder) => self.csToString(),
  },
});
