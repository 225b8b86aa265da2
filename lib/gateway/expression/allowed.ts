/**
 * Members that .NET has and policies may not use.
 * @module
 */
import type { CsType } from "../../csharp/runtime/type.ts";
import { allowsMember } from "./allow_list.ts";
import { type BindingContext, error } from "../../csharp/bind/context.ts";
import * as t from "../../csharp/bind/types.ts";

export function forbidden(type: CsType, name: string, at: number) {
  return error(
    "CS1061",
    `'${t.display(type)}.${name}' exists in .NET but is not allowed in policy expressions`,
    at,
  );
}

/** @throws CompileError naming a member that exists in .NET but not for policies */
export function checkMember(b: BindingContext, type: string, name: string, at: number): void {
  if (!allowsMember(b.allow, type, name)) {
    throw error(
      "CS0117",
      `'${type}.${name}' exists in .NET but is not allowed in policy expressions`,
      at,
    );
  }
}
