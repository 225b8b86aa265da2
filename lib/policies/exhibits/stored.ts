/**
 * An exhibit as it may be stored on a service: without the keys that the original had in its text.
 * @module
 */
import { Secret } from "../../core/secret.ts";
import type { RoutingBackend } from "../backend.ts";
import { entities } from "../entities.ts";
import { COGNITIVE_SERVICES } from "../parts.ts";
import type { PolicyOptions } from "../strategy.ts";
import { escape, type Exhibit } from "./exhibit.ts";

/** The original's way to sign in: a header with the key, or with the variable that holds it. */
const KEY_HEADER = /[ \t]*<set-header name="api-key"[^>]*>[\s\S]*?<\/set-header>\n/g;

/**
 * The document with the named values of the backends' entities in the place of their keys; with managed identity,
 * where there are none, the gateway signs in as it does in the strategies. It does what the original does.
 */
export function storedForm(
  { xml, format, shown }: Exhibit,
  backends: readonly RoutingBackend[],
  options: PolicyOptions,
): { readonly xml: string; readonly format: Exhibit["format"]; readonly shown: string } {
  const text = xml.reveal();
  if (options.auth === "managed-identity") {
    const resource = options.tokenResource ?? COGNITIVE_SERVICES;
    const signIn = `<base />\n    <authentication-managed-identity resource="${resource}" />`;
    return { format, shown, xml: text.replaceAll(KEY_HEADER, "").replace("<base />", signIn) };
  }
  return { format, shown, xml: withoutKeys(text, backends, options) };
}

/** The exhibit with its text changed, where it holds keys and where it is shown. */
export function edited(exhibit: Exhibit, edit: (xml: string) => string): Exhibit {
  return { ...exhibit, xml: new Secret(edit(exhibit.xml.reveal())), shown: edit(exhibit.shown) };
}

/** A document of anybody's, with the named values of the backends' entities in the place of their keys. */
export function withoutKeys(
  xml: string,
  backends: readonly RoutingBackend[],
  options: PolicyOptions,
): string {
  if (options.auth === "managed-identity") return xml; // there are none
  return entities(backends, options).namedValues.reduce((text, { name, value }) => {
    if (value.empty) return text;
    const key = value.reveal();
    return text.replaceAll(escape(key), `{{${name}}}`).replaceAll(key, `{{${name}}}`);
  }, xml);
}
