/**
 * What the engine knows of resources and their kinds: a kind is a table row of data, with functions only
 * where kinds differ.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import type { TraceStore } from "../contracts/trace.ts";
import type { Json, JsonObject } from "./arm/json.ts";
import type { Fields } from "./rules.ts";

/** One stored resource. Immutable: a change stores another one. */
export interface Entity {
  readonly kind: ResourceKind;
  /** Below the service, as first written: `apis/echo/operations/get`. */
  readonly path: string;
  readonly name: string;
  readonly properties: JsonObject;
  /** What no GET shows: keys, secret values. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Grows with every change in the service; the ETag. */
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The resources of one service by path. Paths compare without case. */
export interface ResourceTree {
  get(path: string): Entity | undefined;
  /** The members of a collection such as `apis` or `apis/echo/operations`, oldest first. */
  list(collection: string): readonly Entity[];
  /** Those of the collection that hold secrets, as they were before they were changed or deleted. */
  former(collection: string): readonly Entity[];
  /** All resources whose kind has this path, whatever their parents. */
  ofKind(kindPath: string): readonly Entity[];
  /** Stores `entity` under its path, with a new version. */
  set(entity: Omit<Entity, "version">): Entity;
  /** Removes a resource and everything below it. */
  delete(path: string): void;
  /** Stores a copy of everything below `from` below `to`. */
  copyChildren(from: string, to: string): void;
}

/** The part of the trace store that the management plane needs. */
export type TraceSource = Pick<TraceStore, "issueToken" | "get">;

/** What a kind's functions may use. */
export interface World {
  /** The service's ARM id: `/subscriptions/…/service/name`. */
  readonly serviceId: string;
  readonly tree: ResourceTree;
  readonly clock: Clock;
  readonly random: Random;
  readonly traces: TraceSource;
  /** Where the service's gateway listens. */
  readonly gatewayUrl: string;
  /** Puts a document behind a link that works for a while. @returns the link */
  readonly publish: (text: string, contentType: string) => string;
  /** The api-version whose members a body has; null for all that there are. */
  readonly apiVersion: string | null;
  /** The request's query options. */
  readonly query: URLSearchParams;
}

/** A checked body on its way into the tree. */
export interface Draft {
  readonly path: string;
  readonly name: string;
  /** Checked against the kind's fields; for PATCH merged over the stored ones. */
  readonly properties: JsonObject;
  /** What is stored now, for PUT and PATCH of an existing one. */
  readonly previous: Entity | undefined;
}

/** What is stored of a draft. */
export interface Prepared {
  readonly properties: JsonObject;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Answer of an action: 200 with a body or an entity, else 204, unless `status` says otherwise. */
export interface ActionAnswer {
  readonly status?: number;
  readonly body?: Json;
  /** Shown as GET shows it. */
  readonly entity?: Entity;
  /** Shown as a list, with $top and $skip. */
  readonly list?: readonly JsonObject[];
}

export type Action = (entity: Entity, world: World, body: JsonObject) => ActionAnswer;

export interface ResourceKind {
  /** Collections of the path, joined: `apis/operations`. */
  readonly path: string;
  /** As in "Api not found.". */
  readonly title: string;
  readonly fields: Fields;
  /** The only names that there may be, as `policy`; default any. */
  readonly names?: readonly string[];
  /** Operations that the kind does not have. */
  readonly without?: readonly ("PUT" | "PATCH" | "DELETE")[];
  /** DELETE answers 202 with a Location, from api-version 2023-03-01-preview on, as for an API. */
  readonly longDelete?: boolean;
  /** Something that a body asks for and that is not done, for the answer's Warning header. */
  readonly warning?: (draft: Draft) => string | undefined;
  /** What GET with `export=true` answers. */
  readonly exported?: (entity: Entity, world: World) => JsonObject;
  /** The kind whose members are linked here: `products/apis` links `apis`. A link has no body and no ETag. */
  readonly link?: string;
  /** What HEAD answers where the link is there; default 204. */
  readonly headStatus?: 200;
  /** Cross-field rules, references, defaults and secrets. @throws ArmError */
  readonly prepare?: (draft: Draft, world: World) => Prepared;
  /** More to store once the entity is, as the operations of a copied API. */
  readonly stored?: (entity: Entity, draft: Draft, world: World) => void;
  /** The properties that GET shows; default the stored ones. */
  readonly view?: (entity: Entity, world: World) => JsonObject;
  /** @throws ArmError when it may not go. */
  readonly beforeDelete?: (entity: Entity, world: World) => void;
  /** POST `{entity}/{name}`, names as documented. */
  readonly actions?: Readonly<Record<string, Action>>;
}

/** The path of the resource that holds this one, or of the one above a collection: "" is the service. */
export function parentOf(path: string): string {
  return path.split("/").slice(0, -2).join("/");
}
