/**
 * A stand-in for Python in tests of what the commands do around it: a shell script.
 * @module
 */
import { dirname } from "node:path";

/** Writes an executable script; `$1`, `$2`... are what it is called with. */
export async function writeScript(path: string, body: string): Promise<string> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
}
