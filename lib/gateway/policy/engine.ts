/**
 * The expression engine as policies use it.
 * @module
 */
export { compileExpression } from "../expression/mod.ts";
