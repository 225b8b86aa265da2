/**
 * Reads and normalises URIs as System.Uri does.
 * @module
 */
import { table } from "../../core/table.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { readIPv4, readIPv6 } from "./ip.ts";

/** An absolute URI, normalised and escaped. */
export interface UriParts {
  readonly scheme: string;
  /** Whether `//` follows the scheme. */
  readonly hasAuthority: boolean;
  readonly userInfo: string;
  /** In lower case; IPv6 in brackets. */
  readonly host: string;
  /** -1 when the scheme has none. */
  readonly port: number;
  readonly path: string;
  /** With `?`, or empty. */
  readonly query: string;
  /** With `#`, or empty. */
  readonly fragment: string;
}

export const DEFAULT_PORTS: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  ftp: 21,
  gopher: 70,
  nntp: 119,
  telnet: 23,
  ldap: 389,
  mailto: 25,
  "net.tcp": 808,
}));

/** Schemes that need a host, and whose path starts with a slash. */
const HOSTED = new Set(["http", "https", "ws", "wss", "ftp", "gopher", "net.tcp"]);

function uriFormat(message: string): CsException {
  return new CsException("System.UriFormatException", `Invalid URI: ${message}`);
}

/** Letters, digits and marks need no escape: one that is there is undone. */
function unescapeUnreserved(text: string): string {
  return text.replace(/%([0-7][0-9A-Fa-f])/g, (escape, hex) => {
    const ch = String.fromCharCode(parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(ch) ? ch : escape;
  });
}

/** Escapes what may not stand in a URI; of the escapes that are there, those that are needed stay. */
export function escapePart(text: string, escaped: keyof typeof ESCAPED = ""): string {
  spend(text.length >> 2);
  const out = text.toWellFormed().replace(ESCAPED[escaped], encodeURIComponent);
  return unescapeUnreserved(out.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
}

/** What has to be escaped, by the characters that do not always. */
const ESCAPED = table({
  "": /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/g,
  "?#": /[^A-Za-z0-9\-._~:/[\]@!$&'()*+,;=%]+/g,
  "[]": /[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+/g,
});

/** Takes out `.` and `..` segments. */
function compressPath(path: string): string {
  if (!path.includes("/.")) return path;
  const out: string[] = [];
  const segments = path.split("/");
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment === "..") {
      if (out.length > 1) out.pop();
      if (last) out.push("");
    } else if (segment === ".") {
      if (last) out.push("");
    } else out.push(segment);
  });
  return out.join("/");
}

/** Whether the text starts with a scheme. */
export function schemeOf(text: string): string | null {
  return /^\s*([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1].toLowerCase() ?? null;
}

/** @throws CsException System.UriFormatException */
export function parseAbsolute(source: string): UriParts {
  const text = source.trim();
  if (text === "") throw uriFormat("The URI is empty.");
  const scheme = schemeOf(text);
  if (scheme === null) {
    throw uriFormat(
      /^[^/?#]*:/.test(text) && !text.startsWith(":")
        ? "The URI scheme is not valid."
        : "The format of the URI could not be determined.",
    );
  }
  let rest = text.slice(text.indexOf(":") + 1);
  if (HOSTED.has(scheme)) rest = rest.replace(/^[\\/]{2}/, "//");
  const hasAuthority = rest.startsWith("//");
  if (HOSTED.has(scheme) && !hasAuthority) {
    throw uriFormat("The Authority/Host could not be parsed.");
  }
  let authority = "";
  if (hasAuthority) {
    const end = rest.slice(2).search(HOSTED.has(scheme) ? /[/\\?#]/ : /[/?#]/);
    authority = end < 0 ? rest.slice(2) : rest.slice(2, 2 + end);
    rest = end < 0 ? "" : rest.slice(2 + end);
  }
  const { userInfo, host, port } = parseAuthority(authority, scheme);
  const parts = /^([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/.exec(rest)!;
  return {
    scheme,
    hasAuthority,
    userInfo,
    host,
    port,
    path: normalisePath(parts[1], scheme, hasAuthority),
    query: escapePart(parts[2] ?? ""),
    fragment: escapePart(parts[3] ?? ""),
  };
}

/** The file that an absolute path of Unix names: every character of it is part of the path. */
export function parseUnixPath(path: string): UriParts {
  return {
    scheme: "file",
    hasAuthority: true,
    userInfo: "",
    host: "",
    port: -1,
    path: compressPath(escapePart(path.replaceAll("%", "%25"), "?#")),
    query: "",
    fragment: "",
  };
}

function normalisePath(path: string, scheme: string, hasAuthority: boolean): string {
  if (!hasAuthority) return escapePart(path);
  const slashed = HOSTED.has(scheme) || scheme === "file" ? path.replace(/\\/g, "/") : path;
  const compressed = compressPath(escapePart(slashed));
  return compressed === "" ? "/" : compressed;
}

function parseAuthority(authority: string, scheme: string) {
  const at = authority.lastIndexOf("@");
  const userInfo = at < 0 ? "" : escapePart(authority.slice(0, at));
  const rest = authority.slice(at + 1);
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(rest);
  if (!match) throw uriFormat("The hostname could not be parsed.");
  const [, written, portText = ""] = match;
  if (portText !== "" && (!/^\d+$/.test(portText) || Number(portText) > 65535)) {
    throw uriFormat("Invalid port specified.");
  }
  const port = portText === "" ? DEFAULT_PORTS.get(scheme) ?? -1 : Number(portText);
  return { userInfo, host: parseHost(written, scheme), port };
}

function parseHost(written: string, scheme: string): string {
  if (written.startsWith("[")) {
    const address = readIPv6(written.slice(1, -1));
    if (!address) throw uriFormat("The hostname could not be parsed.");
    return `[${address.toString()}]`;
  }
  if (written === "") {
    if (HOSTED.has(scheme)) throw uriFormat("The hostname could not be parsed.");
    return "";
  }
  const host = written.toLowerCase();
  const address = readIPv4(host);
  if (address) return address.toString();
  const label = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?$/u;
  const valid = host.replace(/\.$/, "").split(".").every((part) =>
    label.test(part) && part.length <= 63
  );
  if (!valid) throw uriFormat("The hostname could not be parsed.");
  return host;
}

/** The absolute URI that `relative` means where `base` is. @throws CsException System.UriFormatException */
export function resolve(base: UriParts, relative: string): UriParts {
  const text = relative.trim();
  if (text === "") return base;
  if (text.startsWith("//") || text.startsWith("\\\\")) {
    return parseAbsolute(`${base.scheme}:${text}`);
  }
  const [, path, query, fragment] = /^([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/.exec(text)!;
  const tail = { query: escapePart(query ?? ""), fragment: escapePart(fragment ?? "") };
  if (path === "") {
    return { ...base, ...tail, query: query === undefined ? base.query : tail.query };
  }
  const full = /^[\\/]/.test(path)
    ? path
    : base.path.slice(0, base.path.lastIndexOf("/") + 1) + path;
  return { ...base, ...tail, path: normalisePath(full, base.scheme, base.hasAuthority) };
}
