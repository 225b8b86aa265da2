/**
 * One compiled policy: a function of the request under way.
 * @module
 */
import type { MaybePromise } from "../../core/maybe_promise.ts";
import type { Run } from "./run.ts";

/**
 * What comes after a step: the next one; an end to the pipeline with the response as it stands; or outbound
 * at once, as the response came from the cache.
 */
export type Flow = "next" | "respond" | "outbound";

/** Returns at once where nothing has to be waited for. @throws PolicyError for what goes to on-error. */
export type Step = (run: Run) => MaybePromise<Flow>;
