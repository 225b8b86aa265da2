/**
 * System.Text and System.IO: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as encoding } from "./encoding.ts";
import { types as stringBuilder } from "./string_builder.ts";
import { types as textIo } from "./text_io.ts";

export const text: readonly Declarations[] = [
  encoding,
  stringBuilder,
  textIo,
];
