import type { Json } from "../../arm/json.ts";
import type { Arguments } from "../value.ts";

/** Functions of templates by their documented names. Each gets its arguments evaluated. */
export type FunctionTable = Readonly<Record<string, (args: Arguments) => Json>>;
