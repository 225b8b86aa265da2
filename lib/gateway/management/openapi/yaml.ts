/**
 * The YAML library, loaded by whoever first reads or writes YAML: it takes a tenth of the gateway's start.
 * @module
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export function yaml(): typeof import("yaml") {
  return require("yaml");
}
