/**
 * Straight-through execution: what need not wait returns its value, what must returns a promise.
 * @module
 */

/** A value now, or a promise of it. */
export type MaybePromise<T> = T | Promise<T>;

/** Whether `value` has to be awaited. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  return value instanceof Promise;
}

/** Applies `next` at once where it can, after the promise where it must. */
export function chain<T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Calls `actions` in order with the same arguments, straight through as long as none waits. */
export function inOrder<A extends readonly unknown[]>(
  actions: readonly ((...args: A) => MaybePromise<unknown>)[],
  ...args: A
): MaybePromise<unknown> {
  for (let i = 0; i < actions.length; i++) {
    const done = actions[i](...args);
    if (isPromise(done)) return done.then(() => inOrder(actions.slice(i + 1), ...args));
  }
}
