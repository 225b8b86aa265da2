/**
 * System.Collections: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as collection } from "./collection.ts";
import { types as comparer } from "./comparer.ts";
import { types as dictionaryMembers } from "./dictionary_members.ts";
import { types as enumerator } from "./enumerator.ts";
import { types as hashSet } from "./hash_set.ts";
import { types as keyValuePair } from "./key_value_pair.ts";
import { types as listMembers } from "./list_members.ts";
import { types as queueStack } from "./queue_stack.ts";
import { types as readOnly } from "./read_only.ts";

export const collections: readonly Declarations[] = [
  collection,
  comparer,
  dictionaryMembers,
  enumerator,
  hashSet,
  keyValuePair,
  listMembers,
  queueStack,
  readOnly,
];
