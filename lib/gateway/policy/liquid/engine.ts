/**
 * The template engine, fenced in: no files, no templates but the text itself, none of JavaScript's members, only
 * DotLiquid's own tags and filters, and everything that it does counted against the request's budget.
 * @see https://github.com/dotliquid/dotliquid/wiki/DotLiquid-syntax-for-designers
 * @module
 */
import { createRequire } from "node:module";
import type { Liquid, Template } from "liquidjs";
import {
  Budget,
  chargeFor,
  enterWorld,
  failureOf,
  hold,
  spend,
  withBudget,
  type World,
} from "../../expression/values.ts";
import { fenceFilters } from "./filters.ts";
import { countedOperators } from "./operators.ts";

/** Blocks and tags of DotLiquid that need nothing outside of the template. */
const TAGS: readonly string[] = [
  "assign",
  "break",
  "capture",
  "case",
  "comment",
  "continue",
  "cycle",
  "decrement",
  "for",
  "if",
  "increment",
  "raw",
  "tablerow",
  "unless",
];

/** The longest template, in characters. Assumption: policy documents themselves are shorter. */
export const MAX_TEMPLATE = 1_000_000;

type Library = typeof import("liquidjs");

const require = createRequire(import.meta.url);

let loaded: { readonly library: Library; readonly engine: Liquid } | null = null;

/** The library and the engine made of it: loaded with the first template, since most gateways never see one. */
function load() {
  if (loaded === null) {
    const library = require("liquidjs") as Library;
    loaded = { library, engine: createEngine(library) };
  }
  return loaded;
}

function createEngine({ defaultOperators, Liquid }: Library): Liquid {
  const liquid = new Liquid({
    templates: {}, // in the place of a file system
    ownPropertyOnly: true,
    strictFilters: true,
    timezoneOffset: 0, // as the gateway's own zone
    operators: countedOperators(defaultOperators),
    parseLimit: MAX_TEMPLATE,
  });
  for (const name of Object.keys(liquid.tags)) {
    if (!TAGS.includes(name)) delete liquid.tags[name];
  }
  Object.setPrototypeOf(liquid.tags, null); // neither `{% constructor %}`
  Object.setPrototypeOf(liquid.filters, null); // nor `| to_string`'s cousins
  fenceFilters(liquid.filters);
  const { renderer } = liquid;
  const render = renderer.renderTemplates.bind(renderer);
  // What a block captures counts as what the template puts out does.
  renderer.renderTemplates = (templates, context, emitter) =>
    render(templates, context, emitter ?? new CountedOutput());
  return liquid;
}

/** The template of a text. @throws Error that says what is wrong with it; else as {@link renderTemplate} */
export function parseTemplate(text: string): Template[] {
  chargeFor(text);
  const { engine } = load();
  return told(() => engine.parse(text));
}

/** For templates that ask for no time. */
const NOWHERE: World = { now: () => 0, random: () => 0 };

/**
 * The template's text for these values; both are made within the budget, too.
 * @param world whose clock and budget the template uses
 * @throws LimitExceededError, Error for what the template does wrong, InternalError for a defect of ours or the engine's
 */
export function renderTemplate(
  template: () => Template[],
  scope: () => object,
  world: World = NOWHERE,
): string {
  const outer = enterWorld(world);
  try {
    return withBudget(world.budget ?? new Budget(), () => rendered(template, scope));
  } finally {
    enterWorld(outer);
  }
}

function rendered(template: () => Template[], scope: () => object): string {
  const { library: { Context, toValueSync }, engine } = load();
  const context = new Context(scope(), engine.options, { sync: true }, {
    liquid: engine,
    ...(COUNTED as object),
  });
  const parsed = template();
  return told(() => String(toValueSync(engine.renderer.renderTemplates(parsed, context))));
}

/** What the engine does, with its errors told from limits and from defects. */
function told<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const cause = causeOf(error);
    throw isTemplateFault(cause) ? error : failureOf(cause, "a liquid template");
  }
}

/** The engine wraps what comes up in it. */
function causeOf(error: unknown): unknown {
  const { LiquidError } = load().library;
  let cause = error;
  while (LiquidError.is(cause) && cause.originalError !== undefined) cause = cause.originalError;
  return cause;
}

/** What the engine itself throws at a template. Anything else in it is a limit, a failure of the body's or a defect. */
function isTemplateFault(cause: unknown): boolean {
  const { AssertionError, LiquidError } = load().library;
  return LiquidError.is(cause) || cause instanceof AssertionError ||
    cause instanceof Error && cause.constructor === Error;
}

/** Steps of one tag, output or piece of text. */
const STEPS_PER_NODE = 8;
/** Of a character or element that a filter works on: it may be copied into a list. */
const BYTES_PER_ITEM = 8;
const ITEMS_PER_STEP = 16;

/** The engine's own two limits, which it asks before it does something. */
const COUNTED = {
  memoryLimit: {
    use(count: number): void {
      if (!(count > 0)) return;
      hold(count * BYTES_PER_ITEM);
      spend(Math.ceil(count / ITEMS_PER_STEP));
    },
  },
  renderLimit: { check: () => spend(STEPS_PER_NODE) },
};

/** What a template or a block of it puts out. */
class CountedOutput {
  buffer = "";

  write(value: unknown): void {
    const text = textOf(value);
    hold(text.length + ROPE_BYTES);
    spend(STEPS_PER_NODE);
    this.buffer += text;
  }
}

const ROPE_BYTES = 32;

/** As the engine writes values: lists without anything between, nothing for nothing. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (!Array.isArray(value)) return String(value);
  spend(value.length);
  let text = "";
  for (const item of value) text += textOf(item);
  return text;
}
