/** A defect of ours, wherever a gateway meets one, fails the test that is running: import this file for that. */
import { listenForDefects } from "../lib/core/defects.ts";

const met: string[] = [];
listenForDefects((text) => void met.push(text));

Deno.test.afterEach(() => {
  const defects = takeDefects();
  if (defects.length > 0) throw new Error(`A defect of ours:\n${defects.join("\n")}`);
});

/** The reports so far, which the test expects. */
export function takeDefects(): string[] {
  return met.splice(0);
}
