/**
 * An ajv whose validators count what they do against the request's budget: a schema may refer to itself, a pattern
 * backtrack, a list be compared with itself.
 * @module
 */
import { createRequire } from "node:module";
import type { Ajv, Format } from "ajv";
import { boundedRegex, hold, spend } from "../../expression/values.ts";

/** For ajv, which takes a tenth of the gateway's start and is loaded with the first schema that is looked at. */
const require = createRequire(import.meta.url);

/** What the code that ajv writes calls: it sees the engine as `self`. */
interface Counting {
  countTurn(steps: number): void;
  countText(value: unknown): unknown;
  countFault(): void;
}

const CHARACTERS_PER_STEP = 128;
const FAULT_BYTES = 500;

const COUNTING: Counting = {
  countTurn: spend,
  countText(value) {
    spend(typeof value === "string" ? Math.ceil(value.length / CHARACTERS_PER_STEP) : 1);
    return value;
  },
  countFault() {
    hold(FAULT_BYTES);
    spend();
  },
};

/** Code that takes about as long as a step. */
const CODE_PER_STEP = 512;

/** Each validator, turn of a loop, look at a whole text and fault is counted. */
function counted(code: string): string {
  const steps = 1 + Math.floor(code.length / CODE_PER_STEP);
  return code
    .replace(/\bfor\s*\((?:[^()]|\([^()]*\))*\)\s*\{/g, "$&self.countTurn(1);")
    .replace(/\b(func\d+\()(data\d*)\b/g, "$1self.countText($2)")
    .replace(/\bvErrors\.push\(/g, "self.countFault();$&")
    .replace("let vErrors = null;", `self.countTurn(${steps});$&`);
}

/** An engine for one document. */
export function countedEngine(): Ajv {
  const { Ajv } = require("ajv") as typeof import("ajv");
  const addFormats = require("ajv-formats") as typeof import("ajv-formats");
  const regExp = Object.assign((pattern: string) => boundedRegex(pattern), { code: "bounded" });
  // OpenAPI's documents have keywords of their own, and are no schemas as a whole
  const engine = new Ajv({
    strict: false,
    allErrors: true,
    validateSchema: false,
    verbose: true,
    logger: false,
    code: { regExp, process: counted },
  });
  Object.assign(engine, COUNTING);
  addFormats.default(engine);
  for (const [name, format] of Object.entries(engine.formats)) {
    if (format instanceof RegExp) engine.addFormat(name, countedFormat(format));
  }
  return engine;
}

/** Some of the formats' expressions look at each part of a text again for each of its characters. */
function countedFormat(format: RegExp): Format {
  return (text) => {
    spend(Math.ceil(text.length ** 2 / CHARACTERS_PER_STEP));
    return format.test(text);
  };
}
