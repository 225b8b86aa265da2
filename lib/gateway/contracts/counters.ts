/**
 * Where limits keep their state: a gateway instance's counters, by policy and key.
 * @module
 */

/** What is remembered about one key. */
export interface CounterState {
  /** Whether a fresh state would answer the same from `now` on, so that this one can be forgotten. */
  idle(now: number): boolean;
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
    const known = this.#states.get(name);
    if (known !== undefined) return known as T;
    this.#forgetIdle(now);
    const made = make();
    this.#states.set(name, made);
    return made;
  }

  delete(name: string): void {
    this.#states.delete(name);
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
