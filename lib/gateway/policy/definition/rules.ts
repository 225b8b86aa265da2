/**
 * What elements and attributes of policies may hold, as data.
 * @module
 */

/** What an attribute may hold. */
export interface AttributeRule {
  /** A list names the values it may have. */
  readonly type: "text" | "header-name" | "boolean" | "integer" | "number" | readonly string[];
  /** Whether it must be there and, unless `allowEmpty`, say something: as it stands, or when it is evaluated. */
  readonly required?: boolean;
  readonly allowEmpty?: boolean;
  /** Whether a policy expression may stand there. Default false. */
  readonly expressions?: boolean;
  /** For numbers, as they stand or evaluated. */
  readonly min?: number;
  readonly max?: number;
}

/** What an element may hold. */
export interface ElementRule {
  readonly attributes?: Readonly<Record<string, AttributeRule>>;
  /** Default "none". "markup" takes everything between the tags, elements too. */
  readonly text?: "none" | "optional" | "required" | "markup";
  /** Whether its text may be an expression. Default true. */
  readonly textExpressions?: boolean;
  /** Whether an expression in its text has to give something. Default false. */
  readonly valueRequired?: boolean;
  readonly children?: ChildrenRule;
}

/** How often an element may stand in its parent. Default: 0 to any number. */
export interface Occurrence {
  readonly min?: number;
  readonly max?: number;
}

export type ChildrenRule =
  | {
    readonly kind: "policies";
    /** The policies that may stand there by themselves. Default: every one. */
    readonly only?: readonly string[];
  }
  | {
    readonly kind: "elements";
    readonly elements: Readonly<Record<string, ElementRule & Occurrence>>;
    /**
     * Whether they may come in another order than that of `elements`. Default false: the service's schema takes
     * sequences (set-edit-policies), and no public document is out of the order of its policy's page.
     */
    readonly anyOrder?: boolean;
  };
