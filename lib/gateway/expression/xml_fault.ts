/**
 * What .NET says of a text that is not well-formed XML.
 * @module
 */
import { faultOf } from "../../dotnet/xml/linq/fault.ts";

/** The first fault, with its line and position; null where none is found. */
export function xmlFault(text: string): string | null {
  return faultOf(text)?.message ?? null;
}
