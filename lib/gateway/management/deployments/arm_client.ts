/**
 * What a deployment asks of the resource manager: the requests that a client would send.
 * @module
 */
import type { JsonObject } from "../arm/json.ts";

export interface ArmAnswer {
  readonly status: number;
  /** Empty where there is no body. */
  readonly body: JsonObject;
}

export interface ArmClient {
  send(method: string, path: string, apiVersion: string, body?: JsonObject): Promise<ArmAnswer>;
}

/** An expression needs an answer that is not there yet: it is evaluated again once it is. */
export class NeedsAnswer extends Error {
  constructor(
    readonly key: string,
    readonly ask: (client: ArmClient) => Promise<ArmAnswer>,
    readonly about: string,
  ) {
    super(`the answer about '${about}' is not there yet`);
  }
}

/** Answers by what was asked. */
export class Answers {
  readonly #known = new Map<string, JsonObject>();

  /** @throws NeedsAnswer */
  get(method: "GET" | "POST", path: string, apiVersion: string, body?: JsonObject): JsonObject {
    const key = `${method} ${path.toLowerCase()}?${apiVersion} ${JSON.stringify(body ?? null)}`;
    const known = this.#known.get(key);
    if (known) return known;
    throw new NeedsAnswer(key, (client) => client.send(method, path, apiVersion, body), path);
  }

  set(key: string, answer: JsonObject): void {
    this.#known.set(key, answer);
  }

  /** Whatever was known of a resource is not so any more. */
  forget(id: string): void {
    const path = id.toLowerCase();
    for (const key of this.#known.keys()) {
      if (key.includes(` ${path}?`) || key.includes(` ${path}/`)) this.#known.delete(key);
    }
  }
}
