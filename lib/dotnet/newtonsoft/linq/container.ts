/**
 * JContainer: what all tokens with children have.
 * @module
 */
import { collectionModified } from "../../../csharp/runtime/sequence.ts";
import { argument, outOfRange } from "../../../csharp/runtime/errors.ts";
import { JToken } from "./token.ts";
import { writeIndented } from "../write.ts";

export abstract class JContainer extends JToken {
  /** Grows with every change to the list of children, so that enumerators notice. */
  version = 0;

  abstract get count(): number;
  /** The children; a new array unless the container is one. */
  abstract children(): readonly JToken[];
  abstract indexOf(token: JToken | null): number;
  /** Inserts at `index` of the children. @throws CsException when it does not belong here. */
  abstract insertToken(index: number, token: JToken): void;
  abstract removeTokenAt(index: number): void;
  abstract setTokenAt(index: number, token: JToken): void;
  abstract clear(): void;

  readonly isReadOnly = false;

  get hasValues(): boolean {
    return this.count > 0;
  }

  *[Symbol.iterator](): IterableIterator<JToken> {
    const { version } = this;
    for (const token of this.children()) {
      yield token;
      if (this.version !== version) throw collectionModified();
    }
  }

  /** @throws CsException System.ArgumentOutOfRangeException */
  tokenAt(index: number): JToken {
    const children = this.children();
    if (index < 0 || index >= children.length) {
      throw outOfRange(
        "index",
        "Index was out of range. Must be non-negative and less than the size of the collection.",
      );
    }
    return children[index];
  }

  /** `token` as a child of this container: a copy when it has a parent already or is an ancestor. */
  adopt(token: JToken): JToken {
    const own = token.parent !== null || token === this ||
        (token.hasValues && this.root === token)
      ? token.clone()
      : token;
    own.parent = this;
    return own;
  }

  contains(token: unknown): boolean {
    return this.indexOf(token as JToken) >= 0;
  }

  csToString(): string {
    return writeIndented(this);
  }

  protected refuse(token: JToken): never {
    throw argument(`Can not add ${token.csType} to ${this.csType}.`);
  }
}
