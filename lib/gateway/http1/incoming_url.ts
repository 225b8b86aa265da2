/**
 * From a request's target and Host to the URL that it is for.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 * @module
 */
import { RefusedRequestError } from "../contracts/message.ts";
import { MessageUrl } from "../contracts/url.ts";

/** A host that cannot be mistaken for anything else: one that holds a "/" would move the path. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[^\s/?#\\@:[\]]*)(?::\d{0,5})?$/i;

/** What only the URL parser gets right: dot segments, also escaped ones, and backslashes. */
const UNUSUAL = /[\\#]|\/\.|%2e/i;

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i;
const MAX_PORT = 65_535;
const BEYOND_ASCII = /[\x80-\xff]/g;

/**
 * @param target a path, or an absolute URL, whose host then counts and not the field's
 * @param hostField the Host field's value; undefined where there is none
 * @param here the scheme that the server speaks, and what it is called where nobody says
 * @throws RefusedRequestError
 */
export function incomingUrl(
  target: string,
  hostField: string | undefined,
  here: { readonly scheme: string; readonly authority: string },
): MessageUrl {
  let authority = hostField;
  let path = target;
  if (path.charCodeAt(0) !== SLASH) {
    const absolute = ABSOLUTE.exec(target);
    if (absolute === null) {
      throw new RefusedRequestError(400, "The request's target is neither a path nor a URL");
    }
    authority = absolute[1];
    if (/^(?::|$)/.test(authority)) throw noHost();
    path = absolute[2].startsWith("/") ? absolute[2] : `/${absolute[2]}`;
  }
  if (authority !== undefined && !HOST.test(authority)) throw noHost();
  if (path.search(BEYOND_ASCII) !== -1) path = path.replace(BEYOND_ASCII, escaped);
  const { scheme } = here;
  const { host, port } = splitAuthority(authority || here.authority, scheme === "https" ? 443 : 80);
  if (UNUSUAL.test(path)) {
    const { pathname, search } = new URL(`http://host${path}`);
    return new MessageUrl(scheme, host, port, pathname, search);
  }
  const question = path.indexOf("?");
  return question === -1
    ? new MessageUrl(scheme, host, port, path, "")
    : new MessageUrl(scheme, host, port, path.slice(0, question), path.slice(question));
}

const SLASH = 0x2f;

function noHost(): RefusedRequestError {
  return new RefusedRequestError(400, "The request's Host or URL names no host");
}

function escaped(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase()}`;
}

function splitAuthority(authority: string, usualPort: number): { host: string; port: number } {
  const colon = authority.lastIndexOf(":");
  if (colon === -1 || authority.endsWith("]")) return { host: authority, port: usualPort };
  const port = Number(authority.slice(colon + 1));
  if (port > MAX_PORT) throw noHost();
  return { host: authority.slice(0, colon), port: port || usualPort };
}
