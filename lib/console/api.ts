/**
 * What a console's page asks for, as JSON. Every answer goes out without secrets.
 * @module
 */
import {
  type Gateway,
  HeaderMap,
  type IncomingRequest,
  MessageBody,
  MessageUrl,
} from "../gateway/mod.ts";
import { checkDocument } from "../gateway/policy/doctor/check.ts";
import { UserError } from "../core/user_error.ts";
import { type Fault, faultProblems } from "../models/mod.ts";
import { EventStreams } from "./events.ts";
import type { ConsoleOptions } from "./options.ts";
import type { RequestDetail, RequestLog } from "./request_log.ts";
import { readResult, resultNames } from "./results.ts";
import { MASK, Secrets } from "./secrets.ts";
import { vocabulary } from "./vocabulary.ts";

const ARM = "https://management.azure.com";
const API_VERSION = "2024-05-01";
/** Of a document or a test request that a page sends. */
const MOST_CHARACTERS = 2_000_000;
const LONGEST_REPLY = 20_000;

/** Something that the page can say to its reader. */
class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

export class ConsoleApi {
  readonly #secrets: Secrets;
  readonly #events: EventStreams;

  constructor(
    readonly gateway: Gateway,
    readonly log: RequestLog,
    readonly options: ConsoleOptions,
  ) {
    this.#secrets = new Secrets(gateway, options.regions?.keys ?? []);
    this.#events = new EventStreams(log, this.#secrets, () => this.#state());
  }

  /** @param path below `/console/api/` */
  async respond(request: Request, path: string): Promise<Response> {
    try {
      await this.#secrets.refresh();
      if (path === "events" && request.method === "GET") return this.#events.respond();
      return this.#json(await this.#answer(request, path));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return this.#json({ error: { message: error.message } }, error.status);
    }
  }

  #answer(request: Request, path: string): unknown {
    const { searchParams } = new URL(request.url);
    const [name, ...rest] = path.split("/").map(decodeURIComponent);
    switch (`${request.method} ${name}`) {
      case "GET about":
        return this.#about();
      case "GET requests":
        return this.#detail(Number(rest[0]));
      case "GET arm":
        return this.#arm("GET", searchParams.get("path") ?? "");
      case "GET vocabulary":
        return vocabulary();
      case "GET results":
        return rest.length === 0 ? resultNames(this.#results()) : this.#result(rest[0]);
      case "POST check":
        return this.#check(request);
      case "POST policy":
        return this.#put(request);
      case "POST send":
        return this.#send(request);
      case "POST faults":
        return this.#switch(request);
      default:
        throw new Refused(404, "The console has no such thing.");
    }
  }

  #json(value: unknown, status = 200): Response {
    return new Response(this.#secrets.hide(JSON.stringify(value)), {
      status,
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    });
  }

  #about() {
    const { service, management } = this.gateway;
    return {
      service: service.name,
      serviceId: management.serviceId,
      gatewayUrl: service.gatewayUrl,
      simulated: this.options.simulated ?? false,
      regions: this.options.regions !== null,
      results: this.#results() !== null,
    };
  }

  /** What changes all the time. */
  #state() {
    const { revision, breakers } = this.gateway.state();
    const { regions, clock } = this.options;
    return {
      now: Math.floor(clock.now() / 1000) * 1000,
      revision,
      breakers: breakers.map((breaker) => ({
        ...breaker,
        resumesInMs: Math.round(breaker.resumesInMs / 100) * 100,
      })),
      regions: regions?.stats() ?? [],
      faults: regions?.faults() ?? [],
    };
  }

  #detail(id: number): RequestDetail {
    const detail = this.log.detail(id);
    if (detail) return detail;
    throw new Refused(404, "That request is no longer kept, or was never traced.");
  }

  /** A resource of the service. */
  async #arm(method: "GET" | "PUT" | "DELETE", path: string, body?: unknown): Promise<unknown> {
    if (!/^[\w./-]*$/.test(path) || path.split("/").includes("..")) {
      throw new Refused(400, "That is no path below the service.");
    }
    const url = `${ARM}${this.gateway.management.serviceId}/${path}?api-version=${API_VERSION}` +
      (/policies\/policy$|policyFragments\/[^/]+$/.test(path) ? "&format=rawxml" : "");
    const response = await this.gateway.management.handle(
      new Request(url, {
        method,
        ...(body === undefined ? {} : {
          headers: { "content-type": "application/json", "if-match": "*" },
          body: JSON.stringify(body),
        }),
      }),
    );
    const text = await response.text();
    const value = text === "" ? {} : JSON.parse(text);
    if (response.ok) return value;
    if (response.status === 404 && method === "GET") return null; // a policy that was never put, as a rule
    const details = (value.error?.details ?? []).map(({ message }: { message: string }) => message);
    throw new Refused(
      response.status,
      details.join("\n") || value.error?.message || `status ${response.status}`,
    );
  }

  async #check(request: Request) {
    const { text, scope } = await readBody(request);
    const known = (["global", "product", "api", "operation"] as const)
      .find((name) => name === scope);
    return { diagnostics: checkDocument(textOf(text, "text"), { scope: known }) };
  }

  async #put(request: Request) {
    const { path, text } = await readBody(request);
    const document = textOf(text, "text");
    if (document.includes(MASK)) {
      throw new Refused(
        400,
        `The text holds ${MASK}, which stands for a secret: put a named value ({{name}}) in its place.`,
      );
    }
    return await this.#arm("PUT", textOf(path, "path"), {
      properties: { format: "rawxml", value: document },
    });
  }

  /** A request of the page's own, traced. */
  async #send(request: Request) {
    const { method, path, headers, body } = await readBody(request);
    const url = `${this.gateway.service.gatewayUrl}/${textOf(path, "path").replace(/^\//, "")}`;
    if (!URL.canParse(url)) throw new Refused(400, "That is no path.");
    const text = body === undefined || body === "" ? null : textOf(body, "body");
    let fields: HeaderMap;
    try {
      fields = HeaderMap.from(
        Object.entries((headers ?? {}) as Record<string, unknown>)
          .map(([name, value]) => [name, String(value)]),
      );
    } catch (error) {
      throw new Refused(400, (error as Error).message);
    }
    if (!fields.has("Content-Type")) fields.set("Content-Type", "application/json");
    if (text !== null) {
      fields.set("Content-Length", String(new TextEncoder().encode(text).length));
    }
    const incoming = {
      method: textOf(method, "method").toUpperCase(),
      url: MessageUrl.parse(url),
      headers: fields,
      body: text === null ? null : new MessageBody(text),
      ipAddress: "127.0.0.1",
    };
    const stop = this.log.watch();
    try {
      const work = this.#traced(incoming);
      return await (this.options.during?.(work) ?? work);
    } finally {
      stop();
    }
  }

  async #traced(incoming: IncomingRequest) {
    let id = 0;
    const response = await this.log.observe(
      incoming,
      (trace) => this.gateway.handle(incoming, null, trace),
      { always: true, noted: (line) => void (id = line.id) },
    );
    await response.body?.load();
    return {
      id,
      status: response.statusCode,
      headers: [...response.headers].map(([name, values]) => [name, values.join(", ")]),
      body: (response.body?.text() ?? "").slice(0, LONGEST_REPLY),
    };
  }

  async #switch(request: Request) {
    const { regions } = this.options;
    if (regions === null) throw new Refused(404, "This gateway has no simulated regions.");
    const { id, faults } = await readBody(request);
    const problems = faultProblems(faults);
    if (problems.length > 0) throw new Refused(400, problems.join("; "));
    try {
      regions.switchFaults(textOf(id, "id"), faults as readonly Fault[]);
    } catch (error) {
      if (error instanceof RangeError || error instanceof UserError) {
        throw new Refused(404, error.message);
      }
      throw error;
    }
    return { faults: regions.faults() };
  }

  #results(): string | null {
    return this.options.results ?? null;
  }

  async #result(name: string): Promise<unknown> {
    const folder = this.#results();
    const result = folder === null ? null : await readResult(folder, name);
    if (result === null) throw new Refused(404, "There is no such result.");
    return result;
  }
}

async function readBody(request: Request): Promise<Readonly<Record<string, unknown>>> {
  const text = await request.text();
  if (text.length > MOST_CHARACTERS) throw new Refused(413, "That is too long for the console.");
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // said below
  }
  throw new Refused(400, "Send a JSON object.");
}

function textOf(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  throw new Refused(400, `${name} must be a text.`);
}
