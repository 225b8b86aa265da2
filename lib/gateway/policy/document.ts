/**
 * A policy document, compiled: what the management plane stores and the data plane runs.
 * @module
 */
import type { Section } from "../context.ts";
import type { Step } from "./step.ts";

/** Immutable. `<base/>` inside it runs the same section of the next wider scope. */
export interface CompiledDocument {
  readonly sections: Readonly<Record<Section, Step | null>>;
}
