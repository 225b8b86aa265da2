/**
 * System.Linq: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as aggregate } from "./aggregate.ts";
import { types as convert } from "./convert.ts";
import { types as element } from "./element.ts";
import { types as filter } from "./filter.ts";
import { types as group } from "./group.ts";
import { types as lookup } from "./lookup.ts";
import { types as order } from "./order.ts";
import { types as project } from "./project.ts";
import { types as sets } from "./sets.ts";
import { types as sum } from "./sum.ts";

export const linq: readonly Declarations[] = [
  aggregate,
  convert,
  element,
  filter,
  group,
  lookup,
  order,
  project,
  sets,
  sum,
];
