/**
 * Work on many things, a few at a time, with the results in order.
 * @module
 */

/**
 * Begins the items in order, at most `jobs` at a time, and gives each with its result in that order.
 * @param signal nothing new is begun once it is aborted; what is under way is waited for.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  jobs: number,
  signal: AbortSignal,
  work: (item: T) => Promise<R>,
): AsyncGenerator<[item: T, result: R]> {
  const results = items.map(() => Promise.withResolvers<R>());
  for (const { promise } of results) promise.catch(() => {}); // thrown below, in its turn
  let begun = 0;
  const worker = async () => {
    while (begun < items.length && !signal.aborted) {
      const i = begun++;
      try {
        results[i].resolve(await work(items[i]));
      } catch (error) {
        results[i].reject(error);
      }
    }
  };
  const workers = Array.from({ length: jobs }, worker);
  for (let i = 0; i < items.length; i++) {
    if (signal.aborted && i >= begun) break;
    yield [items[i], await results[i].promise];
  }
  await Promise.all(workers);
}
