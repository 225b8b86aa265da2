/**
 * Moving about in a tree of tokens, and changing it from a token's point of view.
 * @module
 */
import { chargeForElements, spend } from "../../../csharp/runtime/budget.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";
import { invalidOperation } from "../../../csharp/runtime/errors.ts";
import { insertContent } from "./content.ts";
import { JTOKEN, type JToken } from "./token.ts";
import { JContainer, JProperty, nullToken } from "./tree.ts";

/** IJEnumerable<JToken> in JavaScript. */
export class TokenSequence extends Sequence {
  override readonly csType = typeOf("Newtonsoft.Json.Linq.JEnumerable", JTOKEN);

  constructor(start: () => Iterator<unknown>, element = JTOKEN) {
    super(element, start);
    this.csType = typeOf("Newtonsoft.Json.Linq.JEnumerable", element);
  }
}

/** The sibling that many places on; null past the ends. */
export function sibling(token: JToken, distance: 1 | -1): JToken | null {
  const { parent } = token;
  if (parent === null || parent instanceof JProperty) return null;
  const children = parent.children();
  chargeForElements(children.length);
  return children[children.indexOf(token) + distance] ?? null;
}

export function* siblingsAfter(token: JToken): IterableIterator<JToken> {
  for (let at = sibling(token, 1); at !== null; at = sibling(at, 1)) yield at;
}

export function* siblingsBefore(token: JToken): IterableIterator<JToken> {
  const { parent } = token;
  if (parent === null) return;
  for (const child of parent.children()) {
    if (child === token) return;
    yield child;
  }
}

export function* ancestors(token: JToken, itself: boolean): IterableIterator<JToken> {
  for (let at: JToken | null = itself ? token : token.parent; at !== null; at = at.parent) {
    yield at;
  }
}

/** All tokens below, in document order. */
export function* descendants(token: JToken, depth = 0): IterableIterator<JToken> {
  if (!(token instanceof JContainer)) return;
  for (const child of token) {
    spend(1 + (depth >> 3)); // each level hands the token on
    yield child as JToken;
    yield* descendants(child as JToken, depth + 1);
  }
}

function parentOf(token: JToken): JContainer {
  if (token.parent === null) throw invalidOperation("The parent is missing.");
  return token.parent;
}

/** @throws CsException when it has no parent, or is the value of a property. */
export function remove(token: JToken): void {
  const parent = parentOf(token);
  parent.removeTokenAt(parent.indexOf(token));
}

export function replace(token: JToken, by: JToken | null): void {
  const parent = parentOf(token);
  if (by !== token) parent.setTokenAt(parent.indexOf(token), by ?? nullToken());
}

/** AddAfterSelf (offset 1) and AddBeforeSelf (offset 0). */
export function addBeside(token: JToken, content: unknown, offset: 0 | 1): void {
  const { parent } = token;
  if (parent === null) throw invalidOperation("The parent is missing.");
  insertContent(parent, parent.indexOf(token) + offset, content);
}
