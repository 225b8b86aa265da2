/**
 * System: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as array } from "./array.ts";
import { types as bitConverter } from "./bit_converter.ts";
import { types as convert } from "./convert.ts";
import { types as culture } from "./culture.ts";
import { types as enumTypes } from "./enum.ts";
import { types as exceptions } from "./exceptions.ts";
import { types as guid } from "./guid.ts";
import { types as interfaces } from "./interfaces.ts";
import { types as math } from "./math.ts";
import { types as nullable } from "./nullable.ts";
import { types as numberDecimal } from "./number/decimal.ts";
import { types as numberIntegers } from "./number/integers.ts";
import { types as numberReals } from "./number/reals.ts";
import { types as objectTypes } from "./object.ts";
import { types as random } from "./random.ts";
import { types as stringChar } from "./string/char.ts";
import { types as stringCompare } from "./string/compare.ts";
import { types as stringComparer } from "./string/comparer.ts";
import { types as stringString } from "./string/string.ts";
import { types as tuple } from "./tuple.ts";

export const system: readonly Declarations[] = [
  array,
  bitConverter,
  convert,
  culture,
  enumTypes,
  exceptions,
  guid,
  interfaces,
  math,
  nullable,
  numberDecimal,
  numberIntegers,
  numberReals,
  objectTypes,
  random,
  stringChar,
  stringCompare,
  stringComparer,
  stringString,
  tuple,
];
