/**
 * Values by name that are kept for as long as somebody else holds them: names out of requests must not pile up.
 * @module
 */

export class WeakTable<V extends object> {
  readonly #values = new Map<string, WeakRef<V>>();
  readonly #collected = new FinalizationRegistry<string>((key) => {
    if (this.#values.get(key)?.deref() === undefined) this.#values.delete(key);
  });

  /** The one value of that key, made where nobody holds one. */
  get(key: string, make: () => V): V {
    const known = this.#values.get(key)?.deref();
    if (known !== undefined) return known;
    const made = make();
    this.#values.set(key, new WeakRef(made));
    this.#collected.register(made, key);
    return made;
  }
}
