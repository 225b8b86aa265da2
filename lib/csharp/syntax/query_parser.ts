/**
 * Query expressions.
 * @module
 */
import type { Expression, QueryClause } from "./ast.ts";
import { error } from "./errors.ts";
import type { Token } from "./lexer.ts";
import { PrimaryParser } from "./primary_parser.ts";

const QUERY_WORDS = new Set(
  "where select group into orderby join let on equals by ascending descending".split(" "),
);

export abstract class QueryParser extends PrimaryParser {
  #queries = 0;

  protected isQueryWord(token: Token): boolean {
    return this.#queries > 0 && token.kind === "identifier" && QUERY_WORDS.has(token.text);
  }

  protected queryAhead(): boolean {
    if (this.peek().kind === "identifier" && this.peek(2).text === "in") return true;
    const after = this.afterType(this.at + 1);
    return after > 0 && this.tokens[after].kind === "identifier" &&
      this.tokens[after + 1]?.text === "in";
  }

  protected query(): Expression {
    const { start } = this.token;
    this.#queries++;
    const clauses: QueryClause[] = [];
    for (;;) {
      const clause = this.#clause();
      clauses.push(clause);
      if (clause.kind !== "select" && clause.kind !== "group") continue;
      const { start: into } = this.token;
      if (!this.acceptWord("into")) break;
      clauses.push({ kind: "into", name: this.identifier().text, start: into, end: this.lastEnd });
    }
    this.#queries--;
    return { kind: "query", clauses, start, end: this.lastEnd };
  }

  #clause(): QueryClause {
    const { start } = this.token;
    const at = <T extends object>(clause: T) => ({ ...clause, start, end: this.lastEnd });
    if (this.acceptWord("from")) return at(this.#rangeVariable("from"));
    if (this.acceptWord("where")) {
      return at({ kind: "where" as const, condition: this.expression() });
    }
    if (this.acceptWord("select")) return at({ kind: "select" as const, value: this.expression() });
    if (this.acceptWord("let")) {
      const name = this.identifier().text;
      this.expect("=");
      return at({ kind: "let" as const, name, value: this.expression() });
    }
    if (this.acceptWord("group")) {
      const value = this.expression();
      this.expectWord("by");
      return at({ kind: "group" as const, value, by: this.expression() });
    }
    if (this.acceptWord("orderby")) {
      const keys: { value: Expression; descending: boolean }[] = [];
      do {
        const value = this.expression();
        const descending = this.acceptWord("descending");
        if (!descending) this.acceptWord("ascending");
        keys.push({ value, descending });
      } while (this.accept(","));
      return at({ kind: "orderby" as const, keys });
    }
    if (this.acceptWord("join")) {
      const { type, name, source } = this.#rangeVariable("from");
      this.expectWord("on");
      const left = this.expression();
      this.expectWord("equals");
      const right = this.expression();
      const into = this.acceptWord("into") ? this.identifier().text : null;
      return at({ kind: "join" as const, type, name, source, left, right, into });
    }
    throw error("CS0742", start);
  }

  #rangeVariable(kind: "from") {
    const untyped = this.token.kind === "identifier" && this.peek().text === "in";
    const type = untyped ? null : this.type();
    const name = this.identifier().text;
    this.expect("in");
    return { kind, type, name, source: this.expression() };
  }
}
