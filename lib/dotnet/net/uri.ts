/**
 * System.Uri.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { chargeFor, spend } from "../../csharp/runtime/budget.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { equals, hashCode } from "../../csharp/runtime/object.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject, Ref } from "../../csharp/runtime/values.ts";
import { compareOrdinal } from "../system/string/search.ts";
import { attempt } from "../system/attempt.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { escapeData, escapeUri, unescape } from "./escape.ts";
import { isIPv4, readIPv4, readIPv6 } from "./ip.ts";
import {
  DEFAULT_PORTS,
  escapePart,
  parseAbsolute,
  parseUnixPath,
  resolve,
  schemeOf,
  type UriParts,
} from "./uri_parse.ts";

export const types = new Declarations();

const URI = typeOf("System.Uri");
const STRING = typeOf("System.String");

export const UriKind = { RelativeOrAbsolute: 0, Absolute: 1, Relative: 2 } as const;

/** Characters that ToString() leaves escaped. */
const KEPT = /[;/?:@&=+$,#[\]!'()*%\\\p{Cc}]/u;

export class Uri implements CsObject {
  readonly csType = URI;

  /** @param parts null for a relative URI. */
  constructor(readonly original: string, readonly parts: UriParts | null) {}

  /** @throws CsException System.UriFormatException */
  static create(text: string | null, kind: number = UriKind.Absolute): Uri {
    if (text === null) throw errors.argumentNull("uriString");
    chargeFor(text);
    const absolute = schemeOf(text) !== null;
    if (kind === UriKind.Relative || (kind === UriKind.RelativeOrAbsolute && !absolute)) {
      const demandsHost = absolute && /^\s*\w+:\/\//.test(text);
      if (kind === UriKind.Relative && demandsHost) parseAbsolute(text);
      if (kind === UriKind.Relative && absolute && isAbsolute(text)) {
        throw new CsException(
          "System.UriFormatException",
          "A relative URI cannot be created because the 'uriString' parameter represents an absolute URI.",
        );
      }
      return new Uri(text, null);
    }
    if (text.startsWith("/")) return new Uri(text, parseUnixPath(text));
    return new Uri(text, parseAbsolute(text));
  }

  static combine(base: Uri | null, relative: string | null): Uri {
    if (base === null) throw errors.argumentNull("baseUri");
    if (!base.parts) throw errors.outOfRange("baseUri", "The base URI must be absolute.");
    const text = relative ?? "";
    if (schemeOf(text) !== null) return Uri.create(text);
    const parts = resolve(base.parts, text);
    return new Uri(absoluteText(parts), parts);
  }

  /** @throws CsException System.InvalidOperationException for a relative URI. */
  get absolute(): UriParts {
    if (this.parts) return this.parts;
    throw errors.invalidOperation("This operation is not supported for a relative URI.");
  }

  csToString(): string {
    if (!this.parts) return unescape(this.original, (ch) => KEPT.test(ch));
    return unescape(absoluteText(this.parts), (ch) => KEPT.test(ch));
  }

  csEquals(other: unknown): boolean {
    if (typeof other === "string") return this.csEquals(tryCreate(other, 0));
    return other instanceof Uri && other.csHashKey() === this.csHashKey();
  }

  csHashKey(): string {
    chargeFor(this.original);
    if (!this.parts) return this.original;
    return absoluteText({ ...this.parts, userInfo: "", fragment: "" });
  }
}

function isAbsolute(text: string): boolean {
  return tryCreate(text, UriKind.Absolute) !== null;
}

function tryCreate(text: string | null, kind: number): Uri | null {
  if (text === null) return null;
  return attempt(() => Uri.create(text, kind)) ?? null;
}

function tryCombine(base: Uri | null, relative: string | null): Uri | null {
  if (base === null || relative === null || !base.parts) return null;
  return attempt(() => Uri.combine(base, relative)) ?? null;
}

function into(result: Ref, uri: Uri | null): boolean {
  result.value = uri;
  return uri !== null;
}

/** The host without the brackets of IPv6. */
function bareHost({ host }: UriParts): string {
  return host.replace(/^\[|\]$/g, "");
}

function isDefaultPort({ scheme, port }: UriParts): boolean {
  return port === (DEFAULT_PORTS.get(scheme) ?? -1);
}

function authority(parts: UriParts): string {
  return isDefaultPort(parts) ? parts.host : `${parts.host}:${parts.port}`;
}

/** Scheme, user and host, without a path. */
function origin(parts: UriParts): string {
  if (!parts.hasAuthority) return `${parts.scheme}:`;
  const user = parts.userInfo === "" ? "" : `${parts.userInfo}@`;
  return `${parts.scheme}://${user}${authority(parts)}`;
}

function absoluteText(parts: UriParts): string {
  return origin(parts) + parts.path + parts.query + parts.fragment;
}

/** `GetLeftPart(UriPartial)`: 0 scheme, 1 authority, 2 path, 3 query. */
function leftPart(self: Uri, partial: number): string {
  const parts = self.absolute;
  switch (partial) {
    case 0:
      return parts.hasAuthority ? `${parts.scheme}://` : `${parts.scheme}:`;
    case 1:
      return parts.hasAuthority ? origin(parts) : "";
    case 2:
      return origin(parts) + parts.path;
    case 3:
      return origin(parts) + parts.path + parts.query;
    default:
      throw errors.argument("The specified part is not valid.", "part");
  }
}

function segments({ path }: UriParts): string[] {
  spend(path.length >> 4);
  return path.match(/[^/]*\/|[^/]+$/g) ?? [];
}

/** The relative URI that leads from `from` to `to`. */
function makeRelative(from: Uri, to: Uri | null): Uri {
  if (to === null) throw errors.argumentNull("uri");
  const a = from.absolute;
  const b = to.absolute;
  spend((a.path.length + b.path.length) >> 4);
  if (a.scheme !== b.scheme || a.host !== b.host || a.port !== b.port) return to;
  if (a.path === b.path) return new Uri(b.query + b.fragment, null);
  const source = a.path.split("/").slice(0, -1);
  const target = b.path.split("/");
  let common = 0;
  while (
    common < source.length && common < target.length - 1 && source[common] === target[common]
  ) {
    common++;
  }
  const path = "../".repeat(source.length - common) + target.slice(common).join("/");
  return new Uri((path || "./") + b.query + b.fragment, null);
}

function isBaseOf(self: Uri, uri: Uri | null): boolean {
  const a = self.absolute;
  const other = errors.notNull(uri, "uri");
  const b = other.parts ?? resolve(a, other.original);
  chargeFor(a.path);
  return a.scheme === b.scheme && a.host === b.host && a.port === b.port &&
    b.path.startsWith(a.path.slice(0, a.path.lastIndexOf("/") + 1));
}

const HostNameType = { Unknown: 0, Basic: 1, Dns: 2, IPv4: 3, IPv6: 4 } as const;

const DNS_NAME = /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?$/u;

function hostNameType(host: string | null): number {
  if (!host) return HostNameType.Unknown;
  if (readIPv4(host)) return HostNameType.IPv4;
  if (host.includes(":")) return readIPv6(host) ? HostNameType.IPv6 : HostNameType.Unknown;
  return DNS_NAME.test(host) ? HostNameType.Dns : HostNameType.Unknown;
}

function isLoopback({ scheme, host }: UriParts): boolean {
  return (scheme === "file" && host === "") || host === "localhost" || host === "loopback" ||
    host === "[::1]" ||
    (isIPv4(host) && host.startsWith("127."));
}

/** What needs no escape: an escape, a letter beyond ASCII, an IPv6 address for a host. */
const NEEDS_NO_ESCAPE = /%[0-9A-Fa-f]{2}|\P{ASCII}|(?<=^[^:/?#]+:\/\/)\[[^\]]*\]/gu;

/** Whether a text is a URI as it should be written: nothing in it needs escaping. */
function isWellFormed(text: string | null, kind: number): boolean {
  if (text !== null) spend(text.length >> 1);
  const uri = tryCreate(text, kind);
  if (!uri || text === null) return false;
  if (schemeOf(text) === null && /#|\P{ASCII}|^[^/?]*:/u.test(text)) return false;
  if (uri.parts && text.startsWith("/")) return false;
  const bare = text.replace(NEEDS_NO_ESCAPE, "");
  return escapePart(bare, "[]") === bare && !bare.includes("\\");
}

function present(text: string | null, parameter: string): string {
  if (text === null) throw errors.argumentNull(parameter);
  chargeFor(text);
  return text;
}

const statics: Record<string, Implementation> = {
  "static string EscapeDataString(string stringToEscape)": (text) =>
    escapeData(present(text, "stringToEscape")),
  "static string EscapeUriString(string stringToEscape)": (text) =>
    escapeUri(present(text, "stringToEscape")),
  "static string UnescapeDataString(string stringToUnescape)": (text) =>
    unescape(present(text, "stringToUnescape")),
  "static bool IsWellFormedUriString(string uriString, UriKind uriKind)": isWellFormed,
  "static bool TryCreate(string uriString, UriKind uriKind, out Uri result)": (
    text,
    kind,
    result,
  ) => into(result, tryCreate(text, kind)),
  "static bool TryCreate(Uri baseUri, string relativeUri, out Uri result)": (
    base,
    relative,
    result,
  ) => into(result, tryCombine(base, relative)),
  "static bool TryCreate(Uri baseUri, Uri relativeUri, out Uri result)": (base, relative, result) =>
    into(result, relative === null ? null : tryCombine(base, relative.original)),
  "static bool CheckSchemeName(string schemeName)": (name) =>
    name !== null && /^[A-Za-z][A-Za-z0-9+.-]*$/.test(name),
  "static UriHostNameType CheckHostName(string name)": hostNameType,
  "static bool IsHexDigit(char character)": (code) => /[0-9a-fA-F]/.test(String.fromCharCode(code)),
  "static bool IsHexEncoding(string pattern, int index)": (pattern, index) =>
    /^%[0-9a-fA-F]{2}/.test(present(pattern, "pattern").slice(index)),
  "static readonly string SchemeDelimiter": () => "://",
  "static string HexEscape(char character)": (code) => {
    if (code > 255) throw errors.outOfRange("character");
    return `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  },
  "static int FromHex(char digit)": (code) => {
    const value = parseInt(String.fromCharCode(code), 16);
    if (Number.isNaN(value)) {
      throw errors.argument("Specified argument was out of the range of valid values.", "digit");
    }
    return value;
  },
};
const SCHEMES = ["http", "https", "ftp", "file", "mailto", "gopher", "news", "nntp"];
for (const scheme of [...SCHEMES, "net.pipe", "net.tcp"]) {
  const name = scheme.split(".").map((part) => part[0].toUpperCase() + part.slice(1)).join("");
  statics[`static readonly string UriScheme${name}`] = () => scheme;
}

types.of<Uri>().declare({
  type: "class System.Uri",
  members: {
    "new(string uriString)": (text) => Uri.create(text),
    "new(string uriString, UriKind uriKind)": (text, kind) => Uri.create(text, kind),
    "new(Uri baseUri, string relativeUri)": (base, relative) => Uri.combine(base, relative),
    "new(Uri baseUri, Uri relativeUri)": (base, relative) =>
      Uri.combine(base, relative?.original ?? null),
    ...statics,
    "bool IsAbsoluteUri { get; }": (self) => self.parts !== null,
    "string OriginalString { get; }": (self) => self.original,
    "string AbsoluteUri { get; }": (self) => absoluteText(self.absolute),
    "string AbsolutePath { get; }": (self) => self.absolute.path,
    "string LocalPath { get; }": (self) => unescape(self.absolute.path),
    "string PathAndQuery { get; }": (self) => self.absolute.path + self.absolute.query,
    "string Query { get; }": (self) => self.absolute.query,
    "string Fragment { get; }": (self) => self.absolute.fragment,
    "string Scheme { get; }": (self) => self.absolute.scheme,
    "string Host { get; }": (self) => self.absolute.host,
    "string DnsSafeHost { get; }": (self) => bareHost(self.absolute),
    "string IdnHost { get; }": (self) => {
      const host = bareHost(self.absolute);
      return /[^\x20-\x7e]/.test(host) ? new URL(`http://${host}`).hostname : host;
    },
    "string Authority { get; }": (self) => authority(self.absolute),
    "string UserInfo { get; }": (self) => self.absolute.userInfo,
    "int Port { get; }": (self) => self.absolute.port,
    "bool IsDefaultPort { get; }": (self) => isDefaultPort(self.absolute),
    "bool IsFile { get; }": (self) => self.absolute.scheme === "file",
    "bool IsUnc { get; }": (self) => self.absolute.scheme === "file" && self.absolute.host !== "",
    "bool IsLoopback { get; }": (self) => isLoopback(self.absolute),
    "bool UserEscaped { get; }": () => false,
    "UriHostNameType HostNameType { get; }": (self) =>
      self.absolute.scheme === "file" && self.absolute.host === ""
        ? HostNameType.Basic
        : hostNameType(bareHost(self.absolute)),
    "string[] Segments { get; }": (self) => CsArray.of(STRING, segments(self.absolute)),
    "string GetLeftPart(UriPartial part)": leftPart,
    "Uri MakeRelativeUri(Uri uri)": makeRelative,
    "bool IsBaseOf(Uri uri)": isBaseOf,
    "bool IsWellFormedOriginalString()": (self) =>
      isWellFormed(self.original, self.parts ? UriKind.Absolute : UriKind.Relative),
    "static bool operator ==(Uri uri1, Uri uri2)": (a, b) => equals(a, b),
    "static bool operator !=(Uri uri1, Uri uri2)": (a, b) => !equals(a, b),
    "static int Compare(Uri uri1, Uri uri2, StringComparison comparisonType)": (a, b) =>
      compareOrdinal(a?.csHashKey() ?? null, b?.csHashKey() ?? null),
    "bool Equals(object comparand)": (self, other) => other !== null && self.csEquals(other),
    "int GetHashCode()": (self) => hashCode(self),
    "string ToString()": (self) => self.csToString(),
  },
});

types.declare({ type: "enum System.UriKind", values: UriKind });
types.declare({ type: "enum System.UriHostNameType", values: HostNameType });
types.declare({
  type: "enum System.UriPartial",
  values: { Scheme: 0, Authority: 1, Path: 2, Query: 3 },
});
