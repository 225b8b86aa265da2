/**
 * Where an expression's code ends.
 * @module
 */
export { type Characters, readToClosing } from "../../csharp/syntax/extent.ts";
