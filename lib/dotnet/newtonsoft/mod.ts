/**
 * Newtonsoft.Json: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as bigInteger } from "./big_integer.ts";
import { types as exceptions } from "./exceptions.ts";
import { types as jsonConvert } from "./json_convert.ts";
import { types as linqArrayMembers } from "./linq/array_members.ts";
import { types as linqCast } from "./linq/cast.ts";
import { types as linqExtensions } from "./linq/extensions.ts";
import { types as linqMerge } from "./linq/merge.ts";
import { types as linqObjectMembers } from "./linq/object_members.ts";
import { types as linqTokenComparer } from "./linq/token_comparer.ts";
import { types as linqTokenMembers } from "./linq/token_members.ts";
import { types as linqTokenType } from "./linq/token_type.ts";
import { types as linqValueMembers } from "./linq/value_members.ts";
import { types as xmlMembers } from "./xml_members.ts";

export const newtonsoft: readonly Declarations[] = [
  bigInteger,
  exceptions,
  jsonConvert,
  linqArrayMembers,
  linqCast,
  linqExtensions,
  linqMerge,
  linqObjectMembers,
  linqTokenComparer,
  linqTokenMembers,
  linqTokenType,
  linqValueMembers,
  xmlMembers,
];
