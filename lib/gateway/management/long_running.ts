/**
 * Long-running operations: what their status URLs answer, by the clock.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import { ArmError } from "./arm_error.ts";

interface Operation {
  readonly startedAt: number;
  readonly doneAt: number;
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
   * Starts an operation of `durationMs` of the clock's milliseconds.
   * @returns the headers that tell a client where to ask.
   */
  start(base: string, url: URL, durationMs = 0): Record<string, string> {
    const id = this.#random.uuid();
    const startedAt = this.#clock.now();
    this.#operations.set(id, { startedAt, doneAt: startedAt + durationMs });
    if (this.#operations.size > MAX_KEPT) {
      this.#operations.delete(this.#operations.keys().next().value!);
    }
    const status = new URL(`${base}/operationresults/${id}`, url);
    status.searchParams.set("api-version", url.searchParams.get("api-version") ?? "");
    return { location: status.href, "azure-asyncoperation": status.href };
  }

  /** 202 while it runs, then 200; the body says the same in words. @throws ArmError 404 */
  status(id: string): Response {
    const operation = this.#operations.get(id.toLowerCase());
    if (!operation) {
      throw new ArmError(404, "ResourceNotFound", `Operation '${id.slice(0, 80)}' not found.`);
    }
    const { startedAt, doneAt } = operation;
    const done = this.#clock.now() >= doneAt;
    const body = {
      id,
      name: id,
      status: done ? "Succeeded" : "InProgress",
      startTime: new Date(startedAt).toISOString(),
      ...(done && { endTime: new Date(doneAt).toISOString() }),
    };
    return Response.json(body, { status: done ? 200 : 202, headers: done ? {} : RETRY });
  }
}

const RETRY = { "retry-after": "1" };
