/**
 * C# text to a syntax tree.
 *
 * The grammar is C# 7.3's, by recursive descent. A general C# grammar (tree-sitter's) was tried and left: it reads
 * `x is null || y` as one constant pattern, `(a) - 1` as a cast and `a?.b.c` from the wrong end, accepts C# 8 to 12,
 * and cannot say which error a C# compiler would report.
 * @module
 */
import type { Block, Expression } from "./ast.ts";
import { error } from "./errors.ts";
import { Lexer } from "./lexer.ts";
import { Parser } from "./statement_parser.ts";

/** UTF-16 units of one program. */
const MAX_LENGTH = 256 * 1024;

/** The inside of `@( )`. @throws CompileError */
export function parseExpression(text: string): Expression {
  return parser(text).wholeExpression();
}

/** The inside of `@{ }`. @throws CompileError */
export function parseBlock(text: string): Block {
  return parser(text).wholeBlock();
}

function parser(text: string): Parser {
  if (text.length > MAX_LENGTH) {
    throw error("CS8078", 0);
  }
  return new Parser(new Lexer(text).tokens());
}
