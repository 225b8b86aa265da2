/**
 * Fidelity switches from a file: what `deno task parity` wrote, or the switches alone.
 * @module
 */
import { UserError } from "../core/user_error.ts";
import { chooseFidelity, type Fidelity } from "../gateway/mod.ts";

/**
 * The switches of a parity report (`{"fidelity": {...}}`) or of `{"breakerWindow": "fixed", ...}`.
 * @throws UserError that says what is wrong with the file
 */
export async function readFidelity(path: string): Promise<Partial<Fidelity>> {
  let file: unknown;
  try {
    file = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const whole = file as { fidelity?: unknown } | null;
  const switches = whole?.fidelity ?? whole;
  if (typeof switches !== "object" || switches === null || Array.isArray(switches)) {
    throw new UserError(
      `${path}: expected the report of deno task parity, or an object of switches`,
    );
  }
  try {
    chooseFidelity(switches);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`${path}: ${error.message}`);
  }
  return switches;
}
