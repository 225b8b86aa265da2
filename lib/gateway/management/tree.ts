/**
 * The resources of one service, by path, with a journal so that a change can be taken back as a whole.
 * @module
 */
import type { Entity, ResourceTree } from "./model.ts";

type Collection = Map<string, Entity>;

/** What texts that were written earlier may hold the secrets of. */
const KEEP_SECRETS: readonly string[] = ["backends", "namedvalues", "subscriptions"];

/** As many as traces are kept, or more. */
const MOST_FORMER = 5_000;

/** The tree itself. */
export class Tree implements ResourceTree {
  readonly #collections = new Map<string, Collection>();
  /** Collections by the kind that they hold. */
  readonly #ofKind = new Map<string, Set<string>>();
  /** Those that hold secrets, as they were before they were changed or deleted. */
  readonly #former: Entity[] = [];
  #version = 0;
  #journal: (() => void)[] | null = null;

  /** Grows with each entity that is stored or removed; never shrinks. */
  get version(): number {
    return this.#version;
  }

  get(path: string): Entity | undefined {
    const [collection, name] = split(path);
    return this.#collections.get(collection)?.get(name);
  }

  list(collection: string): Entity[] {
    return [...this.#collections.get(collection.toLowerCase())?.values() ?? []];
  }

  ofKind(kindPath: string): Entity[] {
    const found: Entity[] = [];
    for (const collection of this.#ofKind.get(kindPath) ?? []) found.push(...this.list(collection));
    return found;
  }

  set(entity: Omit<Entity, "version">): Entity {
    const [collection, name] = split(entity.path);
    const members = this.#membersOf(collection, entity.kind.path);
    const previous = members.get(name);
    if (previous) this.#keepFormer(previous);
    const stored = { ...entity, version: ++this.#version };
    members.set(name, stored);
    this.#journal?.push(() =>
      previous ? members.set(name, previous) : this.#remove(collection, name)
    );
    return stored;
  }

  former(collection: string): readonly Entity[] {
    return this.#former.filter(({ path }) => split(path)[0] === collection.toLowerCase());
  }

  #keepFormer(entity: Entity): void {
    if (!KEEP_SECRETS.includes(split(entity.path)[0])) return;
    this.#former.push(entity);
    if (this.#former.length > MOST_FORMER) this.#former.shift();
  }

  delete(path: string): void {
    const [collection, name] = split(path);
    for (const key of this.#below(path)) {
      for (const child of [...this.#collections.get(key)!.keys()]) this.#take(key, child);
    }
    this.#take(collection, name);
  }

  copyChildren(from: string, to: string): void {
    for (const collection of this.#below(from)) {
      for (const entity of this.list(collection)) {
        this.set({ ...entity, path: to + entity.path.slice(from.length) });
      }
    }
  }

  /** Runs `change`; when it throws, the tree is as it was before. */
  transaction<T>(change: () => T): T {
    const journal: (() => void)[] = this.#journal = [];
    try {
      return change();
    } catch (error) {
      for (const undo of journal.reverse()) undo();
      throw error;
    } finally {
      this.#journal = null;
    }
  }

  #below(path: string): string[] {
    const prefix = path.toLowerCase() + "/";
    return [...this.#collections.keys()].filter((key) => key.startsWith(prefix));
  }

  #take(collection: string, name: string): void {
    const entity = this.#collections.get(collection)?.get(name);
    if (!entity) return;
    this.#keepFormer(entity);
    this.#version++;
    this.#remove(collection, name);
    this.#journal?.push(() => {
      this.#membersOf(collection, entity.kind.path).set(name, entity);
    });
  }

  #remove(collection: string, name: string): void {
    const members = this.#collections.get(collection)!;
    const { kind } = members.get(name)!;
    members.delete(name);
    if (members.size > 0) return;
    this.#collections.delete(collection);
    this.#ofKind.get(kind.path)!.delete(collection);
  }

  #membersOf(collection: string, kindPath: string): Collection {
    let members = this.#collections.get(collection);
    if (members) return members;
    this.#collections.set(collection, members = new Map());
    const ofKind = this.#ofKind.get(kindPath);
    if (ofKind) ofKind.add(collection);
    else this.#ofKind.set(kindPath, new Set([collection]));
    return members;
  }
}

/** Collection and name of a path, lower-case: `apis/Echo` gives `["apis", "echo"]`. */
function split(path: string): [collection: string, name: string] {
  const lower = path.toLowerCase();
  const slash = lower.lastIndexOf("/");
  return [lower.slice(0, slash), lower.slice(slash + 1)];
}
