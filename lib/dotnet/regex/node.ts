/**
 * What a pattern means, as a tree.
 * @module
 */
import type { CharSet } from "./char_set.ts";

export type Anchor =
  | "lineStart"
  | "lineEnd"
  | "start"
  | "end"
  | "endOrLastNewline"
  | "matchStart"
  | "boundary"
  | "notBoundary"
  | "asciiBoundary"
  | "notAsciiBoundary";

/** `back` nodes are matched from right to left: in lookbehind, and under RightToLeft. */
export type Node =
  | { readonly kind: "empty" }
  | { readonly kind: "set"; readonly set: CharSet; readonly code: number; readonly back: boolean }
  | { readonly kind: "concat"; readonly parts: readonly Node[]; readonly back: boolean }
  | { readonly kind: "alternate"; readonly options: readonly Node[] }
  | {
    readonly kind: "loop";
    readonly body: Node;
    readonly min: number;
    readonly max: number;
    readonly lazy: boolean;
  }
  | {
    readonly kind: "capture";
    readonly body: Node;
    /** 0 when a balancing group captures nothing. */
    readonly group: number;
    /** The group whose last capture a balancing group takes away; 0 for none. */
    readonly release: number;
  }
  | { readonly kind: "look"; readonly body: Node; readonly negative: boolean }
  | { readonly kind: "atomic"; readonly body: Node }
  | {
    readonly kind: "reference";
    readonly group: number;
    readonly ignoreCase: boolean;
    readonly back: boolean;
  }
  | {
    readonly kind: "condition";
    /** A group that must have captured, or a look-around. */
    readonly test: number | Node;
    readonly yes: Node;
    readonly no: Node;
  }
  | { readonly kind: "anchor"; readonly anchor: Anchor };

export interface Pattern {
  readonly root: Node;
  /** Numbers of the groups in ascending order, 0 first. */
  readonly groups: readonly number[];
  /** Names of groups, and their numbers; unnamed groups are named by their numbers. */
  readonly names: ReadonlyMap<string, number>;
}
