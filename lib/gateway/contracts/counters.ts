/**
 * Where limits keep their state: a gateway instance's counters, by policy and key.
 * @module
 */

import { createHash } from "node:crypto";
import { ownText } from "../../core/own_text.ts";

/** What is remembered about one key. */
export interface CounterState {
  /** Whether a fresh state would answer the same from `now` on, so that this one can be forgotten. */
  idle(now: number): boolean;
}

/** States that are kept: beyond it the one made longest ago goes, and its key counts from nothing. Assumption. */
export const MAX_STATES = 100_000;

/** Longer names are kept by their hash: callers choose keys, and an expression may make one of anything. */
const LONGEST_NAME = 200;

function nameOf(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const hash = createHash("sha256").update(name).digest("base64");
  return `${name.slice(0, LONGEST_NAME - hash.length)}#${hash}`;
}

/** States looked at for each one that is made. With 2, at most about half of what is kept is idle. */
const LOOKED_AT = 2;

/**
 * States by name. Making one forgets others that are idle, so that keys which never come back take no more
 * room than their windows are long. Hence nobody may hold a state across a wait: ask again.
 */
export class Counters {
  readonly #states = new Map<string, CounterState>();
  #round = this.#states.entries();

  get size(): number {
    return this.#states.size;
  }

  /** The state of that name, made when it is not there. A name is always used with the same type. */
  get<T extends CounterState>(name: string, now: number, make: () => T): T {
    name = nameOf(name);
    const known = this.#states.get(name);
    if (known !== undefined) return known as T;
    this.#forgetIdle(now);
    const made = make();
    this.#states.set(ownText(name), made);
    if (this.#states.size > MAX_STATES) this.#states.delete(this.#states.keys().next().value!);
    return made;
  }

  delete(name: string): void {
    this.#states.delete(nameOf(name));
  }

  clear(): void {
    this.#states.clear();
  }

  #forgetIdle(now: number): void {
    for (let i = 0; i < LOOKED_AT; i++) {
      const next = this.#round.next();
      if (next.done) {
        this.#round = this.#states.entries();
        return;
      }
      const [name, state] = next.value;
      if (state.idle(now)) this.#states.delete(name);
    }
  }
}
