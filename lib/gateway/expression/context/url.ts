/**
 * IUrl.
 * @module
 */
import type { MessageUrl } from "../../contracts/url.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { ListDictionary } from "./dictionaries.ts";
import { Uri } from "../../../dotnet/net/uri.ts";
import { View } from "./view.ts";

export const types = new Declarations();

const URL_TYPE = typeOf("IUrl");

/** A URL in C#; its text is the whole URL. */
export class UrlView extends View<MessageUrl> {
  constructor(url: MessageUrl) {
    super(URL_TYPE, url);
  }

  csToString(): string {
    return this.of.toString();
  }
}

/** Values of names that differ in case only stand under the first of them. */
function namesIgnoringCase(query: ReadonlyMap<string, string[]>): ReadonlyMap<string, string[]> {
  if (query.size < 2) return query;
  const names = new Map<string, string>();
  for (const name of query.keys()) {
    const key = name.toLowerCase();
    if (!names.has(key)) names.set(key, name);
  }
  if (names.size === query.size) return query;
  const merged = new Map<string, string[]>();
  for (const [name, values] of query) {
    const first = names.get(name.toLowerCase())!;
    merged.set(first, [...merged.get(first) ?? [], ...values]);
  }
  return merged;
}

types.of<UrlView>().declare({
  type: "interface IUrl",
  members: {
    "string Scheme { get; }": (self) => self.of.scheme,
    "string Host { get; }": (self) => self.of.host,
    "int Port { get; }": (self) => self.of.port,
    "string Path { get; }": (self) => self.of.path,
    "IReadOnlyDictionary<string, string[]> Query { get; }": (self) =>
      new ListDictionary(namesIgnoringCase(self.of.query)),
    "string QueryString { get; }": (self) => self.of.queryString,
    // not on the page of expressions, but on that of set-body; 26 production policies of pagopa/pagopa-infra use it
    "Uri ToUri()": (self) => Uri.create(self.of.toString()),
    "string ToString()": (self) => self.of.toString(),
  },
});
