/**
 * A deployment as data: parameters, resources, outputs. One model, and a writer for each language that says it.
 * @module
 */

/** What a property holds. Objects and lists may hold expressions at any depth; `undefined` members are left out. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly Value[]
  | { readonly [name: string]: Value | undefined };

/** What is known only when the template is deployed. */
export class Expression {
  constructor(readonly form: Form) {}

  /** A member of an object, or an item of a list. */
  at(member: string | number): Expression {
    return new Expression({ kind: "member", of: this, member });
  }
}

export type Form =
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "variable"; readonly name: string }
  /** Pieces joined to one text. */
  | { readonly kind: "text"; readonly parts: readonly (string | Expression)[] }
  /** A function that ARM templates and Bicep have under the same name (Bicep has no `not` and no `if`). */
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Value[] }
  | { readonly kind: "member"; readonly of: Expression; readonly member: string | number }
  /** One value or another. */
  | {
    readonly kind: "choice";
    readonly when: Expression;
    readonly then: Value;
    readonly otherwise: Value;
  }
  /** ARM id of a resource of this template. */
  | { readonly kind: "id"; readonly resource: Resource }
  /** What a resource shows once it is there: `properties.endpoint`, `identity.principalId`. */
  | { readonly kind: "shown"; readonly resource: Resource; readonly path: readonly string[] }
  /** The item of the loop that the resource is in. */
  | { readonly kind: "item"; readonly loop: Loop }
  /** The item's place in that loop, from 0. */
  | { readonly kind: "position"; readonly loop: Loop }
  /** A text that is kept in a file beside the template where the language allows it. */
  | { readonly kind: "file"; readonly path: string; readonly content: string }
  /** `text` with each of `from` replaced by its `to`. */
  | {
    readonly kind: "replaced";
    readonly text: Expression;
    readonly changes: readonly { readonly from: string; readonly to: Expression }[];
  }
  /** `host:port` of a URL; the port that https has where the URL names none. */
  | { readonly kind: "authority"; readonly url: Expression };

/** Makes one resource (or output) for each item of a list. */
export interface Loop {
  readonly over: Expression;
  /** What the item is called where names are needed: `region`. */
  readonly item: string;
}

export interface Parameter {
  /** camelCase. */
  readonly name: string;
  readonly type: "string" | "int" | "bool" | "array";
  /** Never shown and never given a default. */
  readonly secret?: true;
  readonly description: string;
  readonly default?: Value;
  readonly allowed?: readonly string[];
}

export interface Resource {
  /** camelCase name inside the template. */
  readonly symbol: string;
  readonly type: string;
  readonly apiVersion: string;
  /** Its own name, without those of its parents. */
  readonly name: Value;
  /** It is there already: referred to, and not made. */
  readonly existing?: true;
  readonly parent?: Resource;
  /** For resources that extend another one, as role assignments do. */
  readonly scope?: Resource;
  /** `properties`, `location`, `sku`, … */
  readonly body: { readonly [name: string]: Value | undefined };
  /** Besides parent, scope and what the body refers to. */
  readonly after?: readonly Resource[];
  readonly when?: Expression;
  readonly loop?: Loop;
  /** What a reader should know about it, a line each. */
  readonly comment?: readonly string[];
}

export interface Output {
  readonly name: string;
  readonly type: "string" | "array";
  readonly value: Value;
  readonly loop?: Loop;
  readonly description: string;
}

export interface Template {
  /** What it deploys and how, a line each. */
  readonly about: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly variables: readonly { readonly name: string; readonly value: Expression }[];
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

/** Files by their path inside a folder. */
export type Files = ReadonlyMap<string, string>;

export function parameter(name: string): Expression {
  return new Expression({ kind: "parameter", name });
}

export function variable(name: string): Expression {
  return new Expression({ kind: "variable", name });
}

/** Pieces joined to one text. */
export function joined(...parts: (string | Expression)[]): Expression {
  return new Expression({ kind: "text", parts });
}

export function call(name: string, ...args: Value[]): Expression {
  return new Expression({ kind: "call", name, arguments: args });
}

export function choice(when: Expression, then: Value, otherwise: Value): Expression {
  return new Expression({ kind: "choice", when, then, otherwise });
}

export function idOf(resource: Resource): Expression {
  return new Expression({ kind: "id", resource });
}

export function shown(resource: Resource, ...path: string[]): Expression {
  return new Expression({ kind: "shown", resource, path });
}

export function itemOf(loop: Loop): Expression {
  return new Expression({ kind: "item", loop });
}

export function positionOf(loop: Loop): Expression {
  return new Expression({ kind: "position", loop });
}

export function file(path: string, content: string): Expression {
  return new Expression({ kind: "file", path, content });
}

/** The resources that a value refers to, each once. */
export function references(value: Value | undefined): Set<Resource> {
  const found = new Set<Resource>();
  for (const { form } of expressions(value)) {
    if (form.kind === "id" || form.kind === "shown") found.add(form.resource);
  }
  return found;
}

/** Files that the template's values are kept in. */
export function filesOf(template: Template): Map<string, string> {
  const files = new Map<string, string>();
  const values = [
    ...template.variables.map(({ value }) => value),
    ...template.resources.map(({ body }) => body),
  ];
  for (const { form } of values.flatMap((value) => [...expressions(value)])) {
    if (form.kind === "file") files.set(form.path, form.content);
  }
  return files;
}

/** Every expression in a value, those inside of others too. */
function* expressions(value: Value | undefined): Generator<Expression> {
  if (value instanceof Expression) {
    yield value;
    yield* Object.values(value.form).flatMap((part) => [...expressionsInPart(part)]);
  } else if (Array.isArray(value)) {
    for (const item of value) yield* expressions(item);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) yield* expressions(item as Value);
  }
}

/** A resource or loop inside a form is referred to, not part of the value. */
function expressionsInPart(part: unknown): Iterable<Expression> {
  const isReference = typeof part === "object" && part !== null &&
    ("symbol" in part || "over" in part);
  return isReference ? [] : expressions(part as Value);
}

/** The names in a resource's id, its parents' first: one a level of its type. */
export function namesOf(resource: Resource): Value[] {
  return [...(resource.parent ? namesOf(resource.parent) : []), resource.name];
}
