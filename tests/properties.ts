/**
 * fast-check with one seed for the whole suite, so that a run says the same on every machine.
 * `FC_SEED=random` (as `deno task fuzz` sets it) or `FC_SEED=<number>` explores others; a failure
 * prints its seed and path.
 * @module
 */
import fc from "fast-check";

const asked = Deno.env.get("FC_SEED") ?? "2026";
if (asked !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });

export default fc;
