/**
 * System.Text.RegularExpressions: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as types } from "./types.ts";

export const regex: readonly Declarations[] = [
  types,
];
