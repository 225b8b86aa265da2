/**
 * A benchmark's command line.
 * @module
 */
import { parseArgs } from "node:util";

/** What a benchmark takes: for an option its default number, for a flag false. */
type Options = Readonly<Record<string, number | false>>;

type Values<T extends Options> = { [Name in keyof T]: T[Name] extends number ? number : boolean };

/**
 * Reads options that are whole numbers of at least 1, and flags.
 * @throws TypeError that says what is wrong with the first one that is none
 */
export function readArguments<T extends Options>(args: readonly string[], options: T): Values<T> {
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, value]) =>
        [name, { type: value === false ? "boolean" : "string" }] as const
      ),
    ),
  });
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const given = values[name];
      return [name, typeof given === "string" ? wholeNumber(name, given) : given ?? value];
    }),
  ) as Values<T>;
}

/**
 * The same for this process; a wrong argument ends it with a message and exit code 2, `--help` with what there is.
 * @param about.notes further lines of the help
 */
export function ownArguments<T extends Options>(
  options: T,
  { notes = [] }: { readonly notes?: readonly string[] } = {},
): Values<T> {
  if (Deno.args.includes("--help") || Deno.args.includes("-h")) {
    console.log(["options:", ...Object.entries(options).map(describe), ...notes].join("\n"));
    Deno.exit(0);
  }
  try {
    return readArguments(Deno.args, options);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}

function describe([name, value]: [string, number | false]): string {
  return value === false ? `  --${name}` : `  --${name} N  default ${value}`;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1) return value;
  throw new TypeError(`--${name} takes a whole number of at least 1: it is "${text}"`);
}
