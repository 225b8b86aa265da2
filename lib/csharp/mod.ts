/**
 * C# 7.3 as a language of its own: an environment is handed its libraries and the host's variables, compiles a program's
 * text and gives a closure.
 *
 * ```ts
 * const environment = new Environment({
 *   libraries: [dotnet],
 *   usings: ["System", "System.Linq"],
 *   globals: [{ name: "args", type: arrayOf(typeOf("System.String")) }],
 * });
 * const result = environment.compile("args.Length * 2", { block: false });
 * if (result.ok) result.program.evaluate([["a", "b"]], world); // 4
 * ```
 * @module
 */
import { EVERYTHING } from "./bind/access.ts";
import type { Access, Observer } from "./bind/access.ts";
import type { Global } from "./bind/binder.ts";
import { Imports } from "./bind/imports.ts";
import { bindSource } from "./bind/root.ts";
import { generate, type Program } from "./compile/program.ts";
import type { Library } from "./runtime/library.ts";
import type { CsType } from "./runtime/type.ts";
import { AlreadyReported, CompileError, error } from "./syntax/errors.ts";

export type { Access, Global, Observer, Program };

export interface EnvironmentOptions {
  readonly libraries: readonly Library[];
  /** Namespaces whose types need no qualification, in this order. */
  readonly usings: readonly string[];
  /** Variables that every program sees. Default: none. */
  readonly globals?: readonly Global[];
}

export interface CompileOptions {
  /** true for statements that must return a value, false for one expression. */
  readonly block: boolean;
  /** The type that the result must convert to implicitly. Default: any. */
  readonly expected?: CsType | null;
  /** Which of the libraries' types and members the program may use. Default: all. */
  readonly access?: Access;
  readonly observe?: Observer;
  /** What an InternalError tells of the program. Default: its text. */
  readonly name?: string;
}

export type CompileResult =
  | { readonly ok: true; readonly program: Program }
  /** Every error that a C# compiler would report, by its code. */
  | { readonly ok: false; readonly errors: readonly CompileError[] };

/** What programs are compiled in. */
export class Environment {
  readonly #imports: Imports;
  readonly #globals: readonly Global[];

  constructor({ libraries, usings, globals = [] }: EnvironmentOptions) {
    this.#imports = new Imports(libraries, usings);
    this.#globals = globals;
  }

  compile(text: string, options: CompileOptions): CompileResult {
    const { block, expected = null, access = EVERYTHING, observe = {}, name = text } = options;
    try {
      const { root, errors } = bindSource(text, block, expected, {
        imports: this.#imports,
        globals: this.#globals,
        access,
        observe,
      });
      if (root !== null && errors.length === 0) return { ok: true, program: generate(root, name) };
      return { ok: false, errors: errors.filter((one) => !(one instanceof AlreadyReported)) };
    } catch (thrown) {
      if (thrown instanceof CompileError) return { ok: false, errors: [thrown] };
      if (thrown instanceof RangeError) {
        return { ok: false, errors: [error("CS8078", 0)] };
      }
      throw thrown;
    }
  }
}
