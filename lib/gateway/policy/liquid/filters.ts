/**
 * The filters that templates may use: DotLiquid's, by its names and Ruby's, each counted by what it is given and gives.
 * @module
 */
import { hold, spend, urlDecode, urlEncode } from "../../expression/values.ts";
import { formatDate, rubyDate } from "./date.ts";
import { sizeOf } from "./size.ts";

type Filter = (this: unknown, value: unknown, ...parameters: unknown[]) => unknown;

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

/** In place of the engine's: as .NET does it, and without JavaScript's errors at what is no UTF-8. */
const OWN: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["url_decode", (value) => urlDecode(plainText(value))],
  ["url_encode", (value) => urlEncode(plainText(value))],
]);

/** Filters that compare what they are given again and again. */
const SORTING: ReadonlySet<string> = new Set(["sort", "sort_natural"]);

/** Filters that look up a member of each element, or compare each with others: by generators, which take their time. */
const LOOKING: ReadonlySet<string> = new Set(["map", "sum", "uniq", "where"]);
const LOOKING_FACTOR = 4;

/** Leaves in the engine's table what this file lists, counted and under its C# names, too. */
export function fenceFilters(filters: Record<string, unknown>): void {
  const date = filters.date as Filter;
  filters.date = function (value, format): unknown {
    return date.call(this, rubyDate(value), format);
  } satisfies Filter;
  for (const name of Object.keys(filters)) if (!FILTERS.includes(name)) delete filters[name];
  for (const name of FILTERS) {
    filters[name] = counted(OWN.get(name) ?? filters[name] as Filter, name);
    filters[pascalCase(name)] = filters[name];
  }
  filters.Date = counted((value, format) => formatDate(value, format), "Date");
}

/** Filters have C# names in APIM, as in `DividedBy`; Ruby's work, too. */
function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const CHARACTERS_PER_STEP = 4;

function counted(filter: Filter, name: string): Filter {
  const sorts = SORTING.has(name);
  const factor = LOOKING.has(name) ? LOOKING_FACTOR : 1;
  return function (value, ...parameters) {
    const given = parameters.reduce((sum: number, one) => sum + sizeOf(one), sizeOf(value));
    const turns = sorts && Array.isArray(value) ? Math.log2(value.length + 1) : factor;
    spend(Math.ceil(given * turns / CHARACTERS_PER_STEP));
    const made = filter.call(this, value, ...parameters);
    if (typeof made === "string" && made !== value) {
      hold(made.length);
      spend(Math.ceil(made.length / CHARACTERS_PER_STEP));
    }
    return made;
  };
}

function plainText(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainText).join("");
  return value === null || value === undefined ? "" : String(value);
}
