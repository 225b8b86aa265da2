/** What stands before ARM's resources in Azure: sign-in, rights, throttling, conflicts, operations that take a while. */
import { decodeJwt } from "jose";
import type { Clock } from "../../../lib/core/clock.ts";
import type { Random } from "../../../lib/core/random.ts";
import type { LocalIdentity } from "../../../lib/gateway/mod.ts";
import { checkToken } from "../../../lib/gateway/management/arm/authentication.ts";
import { ArmError } from "../../../lib/gateway/management/arm/error.ts";
import type { ManagementPlane } from "../../../lib/gateway/management/mod.ts";
import { type AccountsOptions, showAccounts } from "./accounts.ts";
import { draw, type Manners } from "./manners.ts";
import { Throttle } from "./throttle.ts";

interface Operation {
  readonly doneAt: number;
  /** What Location answers with in the end. */
  readonly result: () => Promise<Response>;
}

interface Behind {
  readonly plane: ManagementPlane;
  readonly identity: LocalIdentity;
  readonly clock: Clock;
  readonly random: Random;
  readonly manners: Manners;
  readonly subscriptionId: string;
}

const FAILURES = [
  [500, "InternalServerError"],
  [502, "BadGateway"],
  [503, "ServiceUnavailable"],
  [504, "GatewayTimeout"],
] as const;

/** Manners that were met, and how often: what requests were refused with, connections lost, tokens issued. */
export type Met = Map<string, number>;

export class FrontDoor {
  readonly #operations = new Map<string, Operation>();
  /** Until when an API lets no other write in, by its id. */
  readonly #busyUntil = new Map<string, number>();
  readonly #throttle: Throttle;
  readonly met: Met = new Map();
  /** Writes that were let in: `PUT apis/x`. */
  readonly writes: string[] = [];
  /** Keys of models, and where one was stored outside of a secret named value. */
  keys: readonly string[] = [];
  readonly leaks: string[] = [];
  /** The models' accounts; null: none can be seen. */
  accounts: AccountsOptions | null = null;

  constructor(readonly behind: Behind) {
    this.#throttle = new Throttle(behind.manners);
  }

  async handle(request: Request): Promise<Response> {
    try {
      const response = await this.#answer(request);
      if (response.status >= 400 && response.status !== 404) await this.#note(response);
      return response;
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      this.count(error.code);
      return error.toResponse();
    }
  }

  async #answer(request: Request): Promise<Response> {
    const { plane, identity, clock, random, manners, subscriptionId } = this.behind;
    const url = new URL(request.url);
    if (url.pathname === "/metadata/endpoints") return await plane.handle(request);
    const now = clock.now();
    await checkToken(request, identity, now);
    const claims = decodeJwt(request.headers.get("authorization")!.split(" ")[1]);
    const actor = String(claims.oid);
    const { method } = request;
    if (random.next() < manners.serverErrors) return await this.#fail(request);
    const path = decodeURIComponent(url.pathname);
    const reading = method === "GET" || method === "HEAD";
    if (manners.rights === "none" || (manners.rights === "reader" && !reading)) {
      const verb = reading ? "read" : method === "DELETE" ? "delete" : "write";
      throw new ArmError(
        403,
        "AuthorizationFailed",
        `The client '${claims.appid}' with object id '${actor}' does not have authorization to perform action ` +
          `'Microsoft.ApiManagement/service/${verb}' over scope '${path}' or the scope is invalid. If access ` +
          "was recently granted, please refresh your credentials.",
      );
    }
    const throttled = this.#throttle.refuse(method, actor, subscriptionId, now);
    if (throttled) return throttled;
    const poll = /\/operationresults\/(standin-[0-9a-f-]+)$/i.exec(path);
    if (poll) return await this.#poll(poll[1], request);
    if (reading) {
      const account = this.accounts && showAccounts(url, this.accounts);
      return account ?? await plane.handle(request);
    }

    const below = /\/service\/[^/]+\/(.+)$/i.exec(path)?.[1] ?? "";
    const api = /^apis\/([^/;]+)/i.exec(below)?.[1].toLowerCase();
    if (api !== undefined && now < (this.#busyUntil.get(api) ?? 0)) {
      throw new ArmError(
        409,
        "PessimisticConcurrencyConflict",
        "Operation on the API is in progress",
      );
    }
    if (random.next() < manners.maintenance) {
      const message =
        "Failed to connect to management endpoint for a service: Management API timed out.";
      throw new ArmError(422, "ManagementApiRequestFailed", message);
    }
    const isNamedValue = /^namedValues\/[^/]+$/i.test(below);
    const body = method === "DELETE" ? "" : await request.text();
    if (!isNamedValue && this.keys.some((key) => body.includes(key))) this.leaks.push(below);
    refuseForTier(manners.tier, method, below, body);
    const again = new Request(request.url, {
      method,
      headers: request.headers,
      ...(body !== "" && { body }),
    });
    const isApi = api !== undefined && below.split("/").length === 2;
    if (api !== undefined && !isApi) {
      this.#busyUntil.set(api, now + draw(manners.childWriteMs, random));
    }
    const response = await plane.handle(again);
    if (!response.ok) return response;
    this.writes.push(`${method} ${below}`);
    const long = isApi || (isNamedValue && method !== "DELETE");
    if (!long) return response;
    await response.body?.cancel();
    const doneAt = now + draw(isApi ? manners.apiMs : manners.namedValueMs, random);
    if (isApi) this.#busyUntil.set(api, doneAt);
    return this.#accept(request, doneAt);
  }

  /** A failure of Azure's own. The call may have been done, or not. */
  async #fail(request: Request): Promise<Response> {
    const { random, plane } = this.behind;
    if (random.next() < 0.5 && request.method !== "POST") {
      await (await plane.handle(request)).body?.cancel();
    }
    const [status, code] = FAILURES[Math.floor(random.next() * FAILURES.length)];
    throw new ArmError(status, code, "The server met an internal error. Please try again later.");
  }

  /** 202, and where to ask. */
  #accept(request: Request, doneAt: number): Response {
    const { plane, random } = this.behind;
    const id = `standin-${random.uuid()}`;
    const { url, method, headers } = request;
    const result = method === "DELETE"
      ? () => Promise.resolve(new Response(null, { status: 204 }))
      : () => {
        const read = new Headers({ authorization: headers.get("authorization")! });
        return plane.handle(new Request(url, { headers: read }));
      };
    this.#operations.set(id, { doneAt, result });
    const location = new URL(url);
    location.pathname = location.pathname.replace(
      /(\/service\/[^/]+)\/.*$/i,
      `$1/operationresults/${id}`,
    );
    return this.#running(location.href);
  }

  /** The interval follows the clock: where that leaves less than a second, the client chooses. */
  #running(location: string): Response {
    const seconds = Math.floor(5 / this.behind.manners.speed);
    const headers = { location, ...(seconds > 0 && { "retry-after": String(seconds) }) };
    return new Response(null, { status: 202, headers });
  }

  async #poll(id: string, { url }: Request): Promise<Response> {
    const operation = this.#operations.get(id);
    if (operation === undefined) {
      throw new ArmError(404, "ResourceNotFound", "Operation not found.");
    }
    if (this.behind.clock.now() < operation.doneAt) return this.#running(url);
    return await operation.result();
  }

  async #note(response: Response): Promise<void> {
    const body = await response.clone().json().catch(() => null);
    this.count(body?.error?.code ?? String(response.status));
  }

  count(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }
}

/** @throws ArmError for what the tier has not */
function refuseForTier(tier: string, method: string, below: string, body: string): void {
  if (tier === "Consumption" && method !== "DELETE" && body.includes('"circuitBreaker"')) {
    throw new ArmError(400, "ValidationError", "One or more fields contain incorrect values:", [{
      code: "ValidationError",
      target: "circuitBreaker",
      message: "Circuit breakers are not supported in the Consumption tier.",
    }]);
  }
  if (tier.endsWith("V2") && /^gateways\/managed\/listDebugCredentials$/i.test(below)) {
    const message = `The operation is not allowed in the pricing tier '${tier}'.`;
    throw new ArmError(400, "MethodNotAllowedInPricingTier", message);
  }
}
