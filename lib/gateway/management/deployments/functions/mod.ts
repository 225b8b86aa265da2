/** All functions that depend on their arguments alone, by lower-case name. */
import { COLLECTION_FUNCTIONS } from "./collections.ts";
import { DATE_FUNCTIONS } from "./dates.ts";
import { NUMBER_FUNCTIONS } from "./numbers.ts";
import type { FunctionTable } from "./table.ts";
import { TEXT_FUNCTIONS } from "./text.ts";

export const PURE_FUNCTIONS: ReadonlyMap<string, FunctionTable[string]> = new Map(
  [TEXT_FUNCTIONS, COLLECTION_FUNCTIONS, NUMBER_FUNCTIONS, DATE_FUNCTIONS]
    .flatMap((table) => Object.entries(table))
    .map(([name, call]) => [name.toLowerCase(), call]),
);
