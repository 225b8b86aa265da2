/**
 * A valid element as its policy's `compile` sees it: attributes and text become operands.
 * @module
 */
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import type { CompiledExpression } from "../../expression/mod.ts";
import { loadBody } from "../../contracts/message.ts";
import { valueNotFilledIn } from "../engine/failure.ts";
import type { AttributeRule, ElementRule } from "./rules.ts";
import { checkedNumber, checkedText, checkedValue, type Field } from "./evaluated.ts";
import {
  booleanOperand,
  boxedOperand,
  constant,
  numberOperand,
  type Operand,
  textOperand,
} from "./operand.ts";
import type { Run, Step } from "../../contracts/run.ts";
import type { Content, Element } from "../document/tree.ts";
import type { Place } from "../../contracts/policy_error.ts";

/** Bodies that have to be in memory before an expression reads them. */
export interface Reads {
  requestBody: boolean;
  responseBody: boolean;
}

/** What a node needs of whoever builds the plan. */
export interface PlanBuilder {
  /** The compiled form of an expression of the document. */
  expression(content: Content): CompiledExpression;
  /** Bodies that the policy under construction reads: the builder has them loaded before its step. */
  readonly reads: Reads;
  /** The children as policies, one after the other. */
  policies(parent: Element, place: Place): Step;
  /** The children as policies, each on its own. */
  eachPolicy(parent: Element, place: Place): Step[];
  /** The policies of a fragment. */
  fragment(id: string, place: Place): Step;
}

export class PolicyNode {
  constructor(
    readonly element: Element,
    readonly place: Place,
    private readonly builder: PlanBuilder,
    private readonly rule: ElementRule,
  ) {}

  get name(): string {
    return this.element.name;
  }

  has(attribute: string): boolean {
    return this.element.attributes.has(attribute);
  }

  /** The attribute's text, which is no expression; null when it is absent. */
  literal(attribute: string): string | null {
    const content = this.element.attributes.get(attribute)?.content;
    return content?.kind === "literal" ? content.text : null;
  }

  /** An attribute as text. @param absent its value when it is not there. */
  text(attribute: string, absent = ""): Operand<string> {
    return this.optionalText(attribute) ?? constant(absent);
  }

  /** An attribute as text, null when it is not there. */
  optionalText(attribute: string): Operand<string> | null {
    const content = this.element.attributes.get(attribute)?.content;
    if (content === undefined) return null;
    const text = this.#operand(content, (text) => text, textOperand);
    return checkedText(text, this.#field(attribute));
  }

  boolean(attribute: string, absent: boolean): Operand<boolean> {
    const content = this.element.attributes.get(attribute)?.content;
    if (content === undefined) return constant(absent);
    if (content.kind === "expression") return this.#evaluated(content, booleanOperand);
    const text = content.text.trim().toLowerCase();
    return text === "true" || text === "false" ? constant(text === "true") : unfilled(content.text);
  }

  number(attribute: string, absent: number): Operand<number> {
    return this.optionalNumber(attribute) ?? constant(absent);
  }

  optionalNumber(attribute: string): Operand<number> | null {
    const content = this.element.attributes.get(attribute)?.content;
    if (content === undefined) return null;
    if (content.kind === "expression") {
      return checkedNumber(this.#evaluated(content, numberOperand), this.#field(attribute));
    }
    const number = Number(content.text);
    return Number.isNaN(number) ? unfilled(content.text) : constant(number);
  }

  /** An attribute's value as C# has it (boxed); a literal is a string. */
  value(attribute: string): Operand<unknown> {
    const content = this.element.attributes.get(attribute)?.content;
    if (content === undefined) return constant<unknown>(null);
    const value = this.#operand<unknown>(content, (text) => text, boxedOperand);
    return checkedValue(value, this.#field(attribute));
  }

  /** The element's text, trimmed; "" when it has none. */
  get content(): Operand<string> {
    const { text } = this.element;
    if (text === null) return constant("");
    const value = this.#operand(text, (text) => text.trim(), textOperand);
    const required = this.rule.valueRequired === true;
    return checkedText(value, this.#field(this.name, { type: "text", required }));
  }

  /** The element's text as C# has it (boxed), a literal as it stands with all its white space. */
  get contentValue(): Operand<unknown> {
    const { text, children, inner } = this.element;
    if (children.length > 0) return constant<unknown>(inner);
    return text === null
      ? constant<unknown>("")
      : this.#operand<unknown>(text, (text) => text, boxedOperand);
  }

  /**
   * A condition that is evaluated when `holds` is called, with the bodies that are there by then. For a policy
   * whose children run before.
   */
  condition(attribute: string): (run: Run) => MaybePromise<boolean> {
    const { content } = this.element.attributes.get(attribute)!;
    if (content.kind === "literal") return this.boolean(attribute, false);
    const expression = this.builder.expression(content);
    const holds = booleanOperand(expression);
    const { requestBody, responseBody } = expression.reads;
    if (!requestBody && !responseBody) return holds;
    return (run) => chain(loadBodies(run, expression.reads), () => holds(run));
  }

  /** A number that is worked out when it is asked for, with the bodies that are there by then. */
  lateNumber(attribute: string, absent: number): (run: Run) => MaybePromise<number> {
    const content = this.element.attributes.get(attribute)?.content;
    if (content?.kind !== "expression") return this.number(attribute, absent);
    const expression = this.builder.expression(content);
    const number = checkedNumber(numberOperand(expression), this.#field(attribute));
    const { requestBody, responseBody } = expression.reads;
    if (!requestBody && !responseBody) return number;
    return (run) => chain(loadBodies(run, expression.reads), () => number(run));
  }

  /** Whether the attribute holds an expression. */
  isExpression(attribute: string): boolean {
    return this.element.attributes.get(attribute)?.content.kind === "expression";
  }

  /** The child elements of that name, as nodes. */
  children(name: string): PolicyNode[] {
    return this.element.children.filter((child) => child.name === name)
      .map((child) => this.#child(child));
  }

  /** All child elements, in order. */
  get everyChild(): PolicyNode[] {
    return this.element.children.map((child) => this.#child(child));
  }

  child(name: string): PolicyNode | null {
    return this.children(name)[0] ?? null;
  }

  /** The node's children as policies. @param path its own part of the path, as in `when[2]`. */
  policies(path?: string): Step {
    const place = path === undefined
      ? this.place
      : { ...this.place, path: `${this.place.path}/${path}` };
    return this.builder.policies(this.element, place);
  }

  /** The node's children as policies that run side by side. */
  eachPolicy(): Step[] {
    return this.builder.eachPolicy(this.element, this.place);
  }

  fragment(id: string): Step {
    return this.builder.fragment(id, this.place);
  }

  #child(element: Element): PolicyNode {
    const { children } = this.rule;
    const rule = children?.kind === "elements" ? children.elements[element.name] : undefined;
    return new PolicyNode(element, this.place, this.builder, rule ?? {});
  }

  #field(name: string, rule: AttributeRule = this.rule.attributes?.[name] ?? TEXT): Field {
    return { name, rule, policy: this.place.source };
  }

  #operand<T>(
    content: Content,
    literal: (text: string) => T,
    evaluated: (expression: CompiledExpression) => Operand<T>,
  ): Operand<T> {
    return content.kind === "literal"
      ? constant(literal(content.text))
      : this.#evaluated(content, evaluated);
  }

  #evaluated<T>(
    content: Content,
    operand: (expression: CompiledExpression) => Operand<T>,
  ): Operand<T> {
    const expression = this.builder.expression(content);
    const { reads } = this.builder;
    reads.requestBody ||= expression.reads.requestBody;
    reads.responseBody ||= expression.reads.responseBody;
    return operand(expression);
  }
}

const TEXT: AttributeRule = { type: "text" };

/** Fails when it is needed. */
function unfilled(text: string): Operand<never> {
  return () => {
    throw valueNotFilledIn(text);
  };
}

/** Reads streamed bodies into memory where an expression is going to need them. */
export function loadBodies(run: Run, reads: Readonly<Reads>): MaybePromise<void> {
  const { context } = run;
  const request = reads.requestBody ? loadBody(context.request.body, run) : undefined;
  const response = reads.responseBody && context.response !== null
    ? loadBody(context.response.body, run)
    : undefined;
  if (request === undefined) return response;
  return chain(request, () => response);
}
