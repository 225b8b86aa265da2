/**
 * From an absolute URL to where to connect and what to ask for.
 * @module
 */
import { ownText } from "../../core/own_text.ts";
import type { Origin } from "./connection_pool.ts";

export interface Address {
  readonly origin: Origin;
  /** The Host field's value. */
  readonly authority: string;
  /** Path and query: plain printable ASCII, without dot segments. */
  readonly target: string;
}

/** Origins that are remembered: expressions may compute any number. */
const MAX_REMEMBERED = 1_000;

/** What only the URL parser gets right: dot segments, backslashes, fragments, what is no printable ASCII. */
const UNUSUAL = /[^\x21-\x7e]|[\\#]|\/\.|%2e/i;

/** Longer URLs are not remembered whole. */
const MAX_REMEMBERED_LENGTH = 512;

const remembered = new Map<string, Omit<Address, "target">>();
const rememberedWhole = new Map<string, Address>();

/** @throws TypeError when `url` is no absolute http(s) URL */
export function addressOf(url: string): Address {
  let address = rememberedWhole.get(url);
  if (address === undefined) {
    if (url.length > MAX_REMEMBERED_LENGTH) return parseAddress(url);
    const own = ownText(url);
    address = parseAddress(own);
    if (rememberedWhole.size >= MAX_REMEMBERED) rememberedWhole.clear();
    rememberedWhole.set(own, address);
  }
  return address;
}

function parseAddress(url: string): Address {
  const plain = UNUSUAL.test(url) ? normalized(url) : url;
  const authorityAt = plain.indexOf("://") + 3;
  const slash = plain.indexOf("/", authorityAt);
  const question = plain.indexOf("?", authorityAt);
  if (slash === -1 || question !== -1 && question < slash) {
    return parseAddress(normalized(url)); // the parser adds the slash
  }
  const prefix = plain.slice(0, slash);
  let known = remembered.get(prefix);
  if (known === undefined) {
    known = parseOrigin(ownText(prefix));
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    if (prefix.length <= MAX_REMEMBERED_LENGTH) remembered.set(ownText(prefix), known);
  }
  return { origin: known.origin, authority: known.authority, target: plain.slice(slash) };
}

function normalized(url: string): string {
  const { protocol, host, pathname, search } = new URL(url);
  if (host === "") throw new TypeError("the URL names no host");
  return `${protocol}//${host}${pathname}${search}`;
}

function parseOrigin(prefix: string): Omit<Address, "target"> {
  const { protocol, hostname, port, host } = new URL(prefix);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new TypeError(`${protocol} is neither http nor https`);
  }
  const secure = protocol === "https:";
  const number = port ? Number(port) : secure ? 443 : 80;
  return {
    origin: {
      key: `${protocol}//${hostname}:${number}`,
      secure,
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port: number,
    },
    authority: host,
  };
}
