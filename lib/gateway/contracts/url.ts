/**
 * URLs as policies see them and change them.
 * @module
 */

/** A URL in the parts that policies read and change. `path` starts with "/"; query keys keep their order. */
export class MessageUrl {
  #search: string;
  #query: Map<string, string[]> | null;

  /** @param query parameters, or the text from "?" on, which is parsed only when somebody asks. */
  constructor(
    public scheme: string,
    public host: string,
    /** 443 for https and 80 for http when the URL names none. */
    public port: number,
    public path: string,
    query: Map<string, string[]> | string,
  ) {
    this.#search = typeof query === "string" ? query : "";
    this.#query = typeof query === "string" ? null : query;
  }

  /** @throws TypeError when `text` is no absolute http(s) URL. */
  static parse(text: string): MessageUrl {
    const url = new URL(text);
    const scheme = url.protocol.slice(0, -1);
    const port = url.port ? Number(url.port) : scheme === "https" ? 443 : 80;
    return new MessageUrl(scheme, url.hostname, port, url.pathname, url.search);
  }

  /** Change it in place or replace it. */
  get query(): Map<string, string[]> {
    return this.#query ??= parseQuery(this.#search);
  }

  set query(query: Map<string, string[]>) {
    this.#query = query;
  }

  /** "" or the text from "?" on: as it was written for as long as the parameters are what it says. */
  get queryString(): string {
    if (this.#query === null) return this.#search;
    const text = formatQuery(this.#query);
    return this.#search !== "" && text === formatQuery(parseQuery(this.#search))
      ? this.#search
      : text;
  }

  /** host, with the port where it is not the scheme's own. */
  get authority(): string {
    const usual = this.scheme === "https" ? 443 : 80;
    return this.port === usual ? this.host : `${this.host}:${this.port}`;
  }

  clone(): MessageUrl {
    const copy = new MessageUrl(this.scheme, this.host, this.port, this.path, this.#search);
    if (this.#query !== null) {
      copy.#query = new Map();
      for (const [name, values] of this.#query) copy.#query.set(name, [...values]);
    }
    return copy;
  }

  toString(): string {
    return `${this.scheme}://${this.authority}${this.path}${this.queryString}`;
  }
}

/** Query parameters in order; `search` may start with "?". */
export function parseQuery(search: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  if (search === "" || search === "?") return query;
  for (const [name, value] of new URLSearchParams(search)) {
    const values = query.get(name);
    if (values) values.push(value);
    else query.set(name, [value]);
  }
  return query;
}

/** "?a=1&b=2", or "" when there are none. Spaces become %20. */
export function formatQuery(query: ReadonlyMap<string, readonly string[]>): string {
  let text = "";
  for (const [name, values] of query) {
    for (const value of values) {
      text += `${text === "" ? "?" : "&"}${encoded(name)}=${encoded(value)}`;
    }
  }
  return text;
}

const UNRESERVED = /^[\w.~-]*$/;

function encoded(text: string): string {
  return UNRESERVED.test(text) ? text : encodeURIComponent(text.toWellFormed()); // most need nothing done
}
