/**
 * Long-running operations: what their status URLs answer, by the clock.
 * @module
 */
import type { Clock } from "../../../core/clock.ts";
import type { Random } from "../../../core/random.ts";
import { ArmError } from "./error.ts";
import type { JsonObject } from "./json.ts";

interface Operation {
  readonly startedAt: number;
  readonly doneAt: number;
  readonly result: () => JsonObject | null;
}

/** What an operation takes and gives. */
export interface OperationOptions {
  /** In the clock's milliseconds; default 0. */
  readonly durationMs?: number;
  /** What Location answers with at the end; default nothing (204). */
  readonly result?: () => JsonObject | null;
}

/** Operations that are remembered; older ones are forgotten. */
const MAX_KEPT = 1_000;

export class LongRunning {
  readonly #operations = new Map<string, Operation>();
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Starts an operation.
   * @param base path of the resource below which its two addresses are.
   * @returns the headers that tell a client where to ask: Location for the result, Azure-AsyncOperation for
   * the status in words.
   */
  start(
    base: string,
    url: URL,
    { durationMs = 0, result = () => null }: OperationOptions = {},
  ): { location: string; "azure-asyncoperation": string } {
    const id = this.#random.uuid();
    const startedAt = this.#clock.now();
    this.#operations.set(id, { startedAt, doneAt: startedAt + durationMs, result });
    if (this.#operations.size > MAX_KEPT) {
      this.#operations.delete(this.#operations.keys().next().value!);
    }
    const at = (path: string) => {
      const address = new URL(`${base}/${path}/${id}`, url);
      address.searchParams.set("api-version", url.searchParams.get("api-version") ?? "");
      return address.href;
    };
    return { location: at("operationresults"), "azure-asyncoperation": at("operationstatuses") };
  }

  /** Whether the operation is remembered. */
  knows(id: string): boolean {
    return this.#operations.has(id.toLowerCase());
  }

  /** The status in words, 200 whatever it is. @throws ArmError 404 */
  status(id: string): Response {
    const { startedAt, doneAt } = this.#get(id);
    const done = this.#clock.now() >= doneAt;
    return Response.json({
      id,
      name: id,
      status: done ? "Succeeded" : "InProgress",
      startTime: new Date(startedAt).toISOString(),
      ...(done && { endTime: new Date(doneAt).toISOString() }),
    });
  }

  /** 202 while the operation runs, then its result. @throws ArmError 404 */
  result(id: string, url: URL): Response {
    const { doneAt, result } = this.#get(id);
    if (this.#clock.now() < doneAt) {
      return new Response(null, {
        status: 202,
        headers: { location: url.href, "retry-after": "1" },
      });
    }
    const body = result();
    return body ? Response.json(body) : new Response(null, { status: 204 });
  }

  #get(id: string): Operation {
    const operation = this.#operations.get(id.toLowerCase());
    if (operation) return operation;
    throw new ArmError(404, "ResourceNotFound", `Operation '${id.slice(0, 80)}' not found.`);
  }
}
