/**
 * Files of a test.
 * @module
 */

/** Runs the test with a folder of its own, which is gone afterwards, whatever became of the test. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "workshop test " });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
