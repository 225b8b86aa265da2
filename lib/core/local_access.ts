/**
 * Who may use what listens on 127.0.0.1 without a key: people and programs of this machine, not the web pages
 * that they look at. A page reaches local ports, too, under a name of its own that it has made point here (DNS
 * rebinding) or by forms and scripts that need not see the answer (forged requests).
 * @see https://owasp.org/www-community/attacks/csrf
 * @module
 */

const LOCAL_HOSTS: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 403 | 415;
  /** Says what to do. Holds nothing of the request. */
  readonly message: string;
}

/** The hosts that requests may be for. */
export class LocalAccess {
  readonly #hosts: ReadonlySet<string>;

  /** @param hosts names that are answered to besides 127.0.0.1, localhost and [::1], without a port */
  constructor(hosts: readonly string[] = []) {
    this.#hosts = new Set([...LOCAL_HOSTS, ...hosts.map((host) => host.toLowerCase())]);
  }

  /**
   * null where the request may be answered: it is for a host that is known, it comes from no page of another
   * origin, and what it sends is JSON.
   * @param options.forms also what is not JSON: for an OAuth token endpoint, whose requests are forms
   */
  refuse(request: Request, { forms = false }: { forms?: boolean } = {}): Refusal | null {
    const { headers } = request;
    const host = (headers.get("host") ?? new URL(request.url).host).toLowerCase();
    if (!this.#hosts.has(hostnameOf(host))) {
      return forbidden(
        "This address answers to 127.0.0.1, localhost and the hosts it was started with",
      );
    }
    const origin = headers.get("origin");
    if (origin !== null && !this.#isOwn(origin.toLowerCase(), host)) {
      return forbidden("Pages of other origins may not call this address");
    }
    if (headers.get("sec-fetch-site")?.toLowerCase() === "cross-site") {
      return forbidden("Pages of other origins may not call this address");
    }
    if (forms || request.method === "GET" || request.method === "HEAD") return null;
    const type = headers.get("content-type")?.split(";", 1)[0].trim().toLowerCase();
    if (type === undefined ? isEmpty(headers) : isJson(type)) return null;
    return { status: 415, message: "Send changes as JSON, with Content-Type: application/json." };
  }

  /** Of this address itself, under the name it was called by or a configured one. */
  #isOwn(origin: string, host: string): boolean {
    if (!URL.canParse(origin)) return false; // "null" is every sandboxed page
    const from = new URL(origin);
    if (!this.#hosts.has(from.hostname)) return false;
    return !LOCAL_HOSTS.includes(from.hostname) ||
      from.host === withoutUsualPort(host, from.protocol);
  }
}

/** Whether it names a host, as `Host` may: `gateway.example`, `10.0.0.5`, `[::1]`. No port, no scheme. */
export function isHostname(name: string): boolean {
  return URL.canParse(`http://${name}/`) &&
    new URL(`http://${name}/`).hostname === name.toLowerCase();
}

/** The refusal as an answer, in ARM's shape. */
export function refusalResponse({ status, message }: Refusal): Response {
  const code = status === 403 ? "Forbidden" : "UnsupportedMediaType";
  return Response.json({ error: { code, message } }, { status });
}

function forbidden(what: string): Refusal {
  return { status: 403, message: `${what}.` };
}

function hostnameOf(host: string): string {
  return host.replace(/:\d*$/, "");
}

function withoutUsualPort(host: string, protocol: string): string {
  return host.replace(protocol === "https:" ? /:443$/ : /:80$/, "");
}

function isEmpty(headers: Headers): boolean {
  return !headers.has("transfer-encoding") && Number(headers.get("content-length") ?? 0) === 0;
}

function isJson(type: string): boolean {
  return type === "application/json" || type.endsWith("+json");
}
