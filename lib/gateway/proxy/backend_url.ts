/**
 * Backend base URLs, parsed once each, and what is put behind them.
 * @module
 */
import { ownText } from "../../core/own_text.ts";
import { MessageUrl } from "../contracts/url.ts";

/** A backend's URL in the parts that a call is built from. */
export interface BaseUrl {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** scheme, host and port: "https://a.example". */
  readonly origin: string;
  /** Without a slash at the end; "" for the root. */
  readonly path: string;
  /** With its "?", or "". */
  readonly search: string;
}

/** URLs that expressions compute may all differ: how many are remembered, and how long ones. */
const MAX_REMEMBERED = 1_000;
const MAX_REMEMBERED_LENGTH = 512;

const remembered = new Map<string, BaseUrl | null>();

/** The parts of an absolute http(s) URL, or null when `text` is none. */
export function parseBaseUrl(text: string): BaseUrl | null {
  let base = remembered.get(text);
  if (base === undefined) {
    if (text.length > MAX_REMEMBERED_LENGTH) return parse(text);
    const own = ownText(text);
    base = parse(own);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(own, base);
  }
  return base;
}

function parse(text: string): BaseUrl | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  const { scheme, host, port, authority } = MessageUrl.parse(text);
  return {
    scheme,
    host,
    port,
    origin: `${scheme}://${authority}`,
    path: url.pathname.replace(/\/+$/, ""),
    search: url.search,
  };
}

/** The base's path with the operation's behind it; "/" when both are empty. */
export function joinPath(base: BaseUrl, path: string): string {
  return base.path + path || "/";
}

/** Joins two query strings, each "" or with its "?". */
export function joinQuery(first: string, second: string): string {
  if (first === "" || first === "?") return second;
  return second === "" || second === "?" ? first : `${first}&${second.slice(1)}`;
}
