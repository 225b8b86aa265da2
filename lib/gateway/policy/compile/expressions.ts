/**
 * The expressions of a document, compiled as they are met.
 * @module
 */
import {
  type AllowList,
  type CompiledExpression,
  compileExpression,
  type ExpressionSource,
} from "../../expression/mod.ts";
import { valueNotFilledIn } from "../engine/failure.ts";
import type { Content } from "../document/tree.ts";
import type { FindingLog } from "./finding_log.ts";

/** A named value that is not there yet, inside C#. */
const REFERENCE = /\{\{[\p{L}\p{N}._-]+\}\}/u;

export class Expressions {
  readonly compiled = new Map<Content, CompiledExpression>();

  readonly #log: FindingLog;
  readonly #open: boolean;
  readonly #allowList: AllowList;

  /** @param open whether named values may be missing until the document runs */
  constructor(log: FindingLog, options: { readonly open: boolean; readonly allowList: AllowList }) {
    this.#log = log;
    this.#open = options.open;
    this.#allowList = options.allowList;
  }

  /** Compiles what is an expression. @param policy what findings are about */
  add(content: Content, policy: string): void {
    if (content.kind !== "expression" || this.compiled.has(content)) return;
    const { source } = content;
    const options = { allowList: this.#allowList };
    let outcome = compileExpression(source, options);
    let waits = false;
    if (!outcome.ok && this.#open && REFERENCE.test(source.text)) {
      outcome = compileExpression(withStandIns(source), options);
      waits = true;
    }
    if (outcome.ok) this.compiled.set(content, waits ? unfilled(source) : outcome.expression);
    for (const found of outcome.diagnostics) this.#log.add({ ...found, element: policy });
  }
}

/** The code with a number for each missing named value, so that the rest of it can be checked. */
function withStandIns(source: ExpressionSource): ExpressionSource {
  const everyReference = new RegExp(REFERENCE, "gu");
  return {
    ...source,
    text: source.text.replace(everyReference, (name) => "1".padEnd(name.length)),
  };
}

/** An expression that can only run once its named values are there. */
function unfilled({ text }: ExpressionSource): CompiledExpression {
  return {
    type: "object",
    reads: { requestBody: false, responseBody: false },
    evaluate: () => {
      throw valueNotFilledIn(REFERENCE.exec(text)![0]);
    },
  };
}
