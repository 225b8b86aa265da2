/**
 * The tree of a policy document: elements, attributes and text, each with its place in the written text.
 * @module
 */
import type { Position } from "../../../core/diagnostic.ts";
import type { ExpressionSource } from "../../expression/mod.ts";

/** What an attribute or an element's text holds. */
export type Content =
  | { readonly kind: "literal"; readonly text: string; readonly position: Position }
  | { readonly kind: "expression"; readonly source: ExpressionSource; readonly position: Position };

export interface Attribute {
  readonly name: string;
  readonly content: Content;
  /** Of the name. */
  readonly position: Position;
}

export interface Element {
  readonly name: string;
  /** Of the name, as .NET's XML reader counts it. */
  readonly position: Position;
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly children: readonly Element[];
  /** The text outside the children; null when it is nothing but whitespace. */
  readonly text: Content | null;
  /** Everything between its tags as it stands there, markup included. */
  readonly inner: string;
  /** Offsets of the element in the text with its named values. */
  readonly range: { readonly start: number; readonly end: number };
}
