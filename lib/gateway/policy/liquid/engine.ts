/**
 * The template engine, fenced in: no files, no templates but the text itself, none of JavaScript's members, only
 * DotLiquid's own tags and filters, and everything that it does counted against the request's budget.
 * @see https://github.com/dotliquid/dotliquid/wiki/DotLiquid-syntax-for-designers
 * @module
 */
import { Context, Liquid, type Template, toValueSync } from "liquidjs";
import {
  Budget,
  chargeFor,
  hold,
  LimitExceededError,
  spend,
  withBudget,
} from "../../expression/values.ts";
import type { RequestBudget } from "../../contracts/context.ts";
import { formatDate } from "./date.ts";

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

/** DotLiquid's standard filters, by Ruby's names. */
const FILTERS: readonly string[] = [
  "abs",
  "append",
  "at_least",
  "at_most",
  "capitalize",
  "ceil",
  "compact",
  "concat",
  "date",
  "default",
  "divided_by",
  "downcase",
  "escape",
  "escape_once",
  "first",
  "floor",
  "join",
  "last",
  "lstrip",
  "map",
  "minus",
  "modulo",
  "newline_to_br",
  "plus",
  "prepend",
  "remove",
  "remove_first",
  "replace",
  "replace_first",
  "reverse",
  "round",
  "rstrip",
  "size",
  "slice",
  "sort",
  "sort_natural",
  "split",
  "strip",
  "strip_html",
  "strip_newlines",
  "sum",
  "times",
  "truncate",
  "truncatewords",
  "uniq",
  "upcase",
  "url_decode",
  "url_encode",
  "where",
];

/** The longest template, in characters. Assumption: policy documents themselves are shorter. */
export const MAX_TEMPLATE = 1_000_000;

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    templates: {}, // in the place of a file system
    ownPropertyOnly: true,
    strictFilters: true,
    parseLimit: MAX_TEMPLATE,
  });
  for (const name of Object.keys(liquid.tags)) {
    if (!TAGS.includes(name)) delete liquid.tags[name];
  }
  for (const name of Object.keys(liquid.filters)) {
    if (!FILTERS.includes(name)) delete liquid.filters[name];
  }
  Object.setPrototypeOf(liquid.tags, null); // neither `{% constructor %}`
  Object.setPrototypeOf(liquid.filters, null); // nor `| to_string`'s cousins
  for (const name of FILTERS) liquid.registerFilter(pascalCase(name), liquid.filters[name]);
  liquid.registerFilter("Date", (value: unknown, format: unknown) => formatDate(value, format));
  const { renderer } = liquid;
  const render = renderer.renderTemplates.bind(renderer);
  // What a block captures counts as what the template puts out does.
  renderer.renderTemplates = (templates, context, emitter) =>
    render(templates, context, emitter ?? new CountedOutput());
  return liquid;
}

/** Filters have C# names in APIM, as in `DividedBy`; Ruby's work, too. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The template of a text. @throws Error that says what is wrong with it */
export function parseTemplate(text: string): Template[] {
  chargeFor(text);
  return engine.parse(text);
}

/**
 * The template's text for these values; both are made within the budget, too.
 * @throws LimitExceededError, and Error for what the template does wrong
 */
export function renderTemplate(
  template: () => Template[],
  scope: () => object,
  budget: RequestBudget = new Budget(),
): string {
  return withBudget(budget as Budget, () => {
    const context = new Context(scope(), engine.options, { sync: true }, {
      liquid: engine,
      ...(COUNTED as object),
    });
    try {
      return String(toValueSync(engine.renderer.renderTemplates(template(), context)));
    } catch (error) {
      throw limitWithin(error) ?? error;
    }
  });
}

/** The engine wraps what comes up in it. */
function limitWithin(error: unknown): LimitExceededError | null {
  for (let at = error; at instanceof Error;) {
    if (at instanceof LimitExceededError) return at;
    at = (at as { originalError?: unknown }).originalError;
  }
  return null;
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
