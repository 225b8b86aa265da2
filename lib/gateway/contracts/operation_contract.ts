/**
 * What an API's author says of an operation's messages: what the validate- policies hold them to.
 * @module
 */
import type { JsonObject } from "../../core/json.ts";

/** A definition of a schema document, or what is missing for there to be one. */
export type SchemaReference =
  | {
    readonly kind: "definition";
    /** Never changed: what is compiled of it is kept as long as it lives. */
    readonly document: JsonObject;
    /** JSON pointer into it, as in `#/components/schemas/Order`; `#` for all of it. */
    readonly pointer: string;
    readonly definition: string;
  }
  /** The document lacks it. */
  | { readonly kind: "missing-definition"; readonly definition: string }
  /** There is no such document. */
  | { readonly kind: "missing-schema" };

/** A parameter of a path or query, or a header. */
export interface ParameterContract {
  readonly name: string;
  readonly required: boolean;
  /** null: every value will do. */
  readonly schema: SchemaReference | null;
}

export interface BodyContract {
  /** Without parameters, lower-case. */
  readonly contentType: string;
  /** null: nothing is said of its content. */
  readonly schema: SchemaReference | null;
}

export interface ResponseContract {
  readonly statusCode: number;
  readonly headers: readonly ParameterContract[];
  readonly bodies: readonly BodyContract[];
}

export interface OperationContract {
  readonly path: readonly ParameterContract[];
  readonly query: readonly ParameterContract[];
  readonly headers: readonly ParameterContract[];
  readonly bodies: readonly BodyContract[];
  readonly responses: readonly ResponseContract[];
}
