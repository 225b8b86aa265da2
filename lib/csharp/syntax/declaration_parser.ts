/**
 * Declarations of locals and local functions, and the look-ahead that finds them.
 * @module
 */
import type {
  Block,
  Declarator,
  Expression,
  LocalDeclaration,
  LocalFunctionParameter,
} from "./ast.ts";
import { error } from "./errors.ts";
import { ExpressionParser } from "./expression_parser.ts";

export abstract class DeclarationParser extends ExpressionParser {
  /** `var (a, b)`, where it is one. */
  protected deconstruction(): Expression | null {
    if (!this.isWord("var") || this.peek().text !== "(") return null;
    const { start } = this.take();
    const designation = this.designation();
    return { kind: "declaration", type: null, designation, start, end: this.lastEnd };
  }

  protected deconstructionStatement(): object | null {
    if (!this.isWord("var") || this.peek().text !== "(") return null;
    const after = this.afterClosing(this.at + 1);
    if (after < 0 || this.tokens[after].text !== "=") return null;
    const left = this.deconstruction()!;
    this.take();
    const right = this.expression();
    this.expect(";");
    const { start } = left;
    return {
      kind: "expression",
      expression: { kind: "assignment", operator: "", left, right, start, end: this.lastEnd },
    };
  }

  /** A declaration of locals or of a local function, where one starts here. */
  protected declaration(): object | null {
    const after = this.afterType(this.at);
    const isVoid = this.is("void");
    if (after < 0 || this.tokens[after].kind !== "identifier") return null;
    const next = this.tokens[after + 1];
    if (next.text === "(" || (next.text === "<" && next.kind === "sign")) {
      return this.#localFunction();
    }
    if (isVoid) {
      throw error("CS1547", this.token.start);
    }
    const declaration = this.local(false);
    this.expect(";");
    return declaration;
  }

  protected localHere(): LocalDeclaration | null {
    const after = this.afterType(this.at);
    return after > 0 && this.tokens[after].kind === "identifier" ? this.local(false) : null;
  }

  protected local(isConst: boolean): LocalDeclaration {
    const { start } = this.token;
    if (isConst) this.take();
    const isVar = this.isWord("var") && this.peek().kind === "identifier";
    const type = this.type();
    const declarators: Declarator[] = [];
    do {
      const { text: name, start: nameStart, end } = this.identifier();
      let initializer: Expression | null = null;
      if (this.accept("=")) {
        if (this.is("ref")) {
          throw error("CS8172", this.token.start);
        }
        initializer = this.is("{") ? this.arrayInitializer() : this.expression();
      }
      declarators.push({ name, initializer, start: nameStart, end });
    } while (this.accept(","));
    return {
      kind: "local",
      type: isVar ? null : type,
      isConst,
      declarators,
      start,
      end: this.lastEnd,
    };
  }

  #localFunction(): object {
    const returns = this.type();
    const { text: name, start: nameStart } = this.identifier();
    const typeParameters: string[] = [];
    if (this.accept("<")) {
      do typeParameters.push(this.identifier().text); while (this.accept(","));
      this.expect(">");
    }
    const parameters = this.#parameters();
    if (this.isWord("where")) {
      throw error("CS0080", this.token.start);
    }
    let body: Expression | Block;
    if (this.accept("=>")) {
      body = this.is("throw") ? this.throwing() : this.expression();
      this.expect(";");
    } else {
      body = this.block();
    }
    return { kind: "localFunction", name, nameStart, typeParameters, returns, parameters, body };
  }

  #parameters(): LocalFunctionParameter[] {
    this.expect("(");
    const parameters: LocalFunctionParameter[] = [];
    if (this.accept(")")) return parameters;
    do {
      const { start } = this.token;
      const isParams = this.accept("params");
      const mode = ["ref", "out", "in"].find((word) => this.accept(word)) ?? "value";
      const type = this.type();
      const name = this.identifier().text;
      const defaultValue = this.accept("=") ? this.expression() : null;
      parameters.push({
        name,
        type,
        mode: mode as "value",
        isParams,
        defaultValue,
        start,
        end: this.lastEnd,
      });
    } while (this.accept(","));
    this.expect(")");
    return parameters;
  }
}
