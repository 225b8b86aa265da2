/**
 * JTokenType.
 * @module
 */
import { Declarations } from "../../../csharp/runtime/declare.ts";

export const types = new Declarations();

export const JTokenType = {
  None: 0,
  Object: 1,
  Array: 2,
  Constructor: 3,
  Property: 4,
  Comment: 5,
  Integer: 6,
  Float: 7,
  String: 8,
  Boolean: 9,
  Null: 10,
  Undefined: 11,
  Date: 12,
  Raw: 13,
  Bytes: 14,
  Guid: 15,
  Uri: 16,
  TimeSpan: 17,
} as const;

/** The enum value's name. */
export function tokenTypeName(type: number): string {
  return Object.keys(JTokenType)[type];
}

types.declare({ type: "enum Newtonsoft.Json.Linq.JTokenType", values: JTokenType });
