/**
 * The answer to what is no policy, or no document.
 * @module
 */
import { nearest, unknownName } from "../../core/one_of.ts";
import { oneOfThese, type Shapes, text } from "../../core/options.ts";
import { UserError } from "../../core/user_error.ts";
import { STRATEGIES } from "../../policies/mod.ts";
import { requireOptions } from "../runs/run_options.ts";
import type { LabDocument } from "./deployments.ts";

/** @throws UserError for what is no policy, as the name of one: what to do instead. */
export function requirePolicy(given: unknown): void {
  if (typeof given === "object" && given !== null && "xml" in given && "backends" in given) return;
  const [known] = STRATEGIES;
  if (typeof given !== "string" || given.includes("<")) {
    throw new UserError(
      `lab.deploy takes what buildPolicy("${known}", lab.backends, lab.options) gives; a document of your own goes ` +
        "to lab.putPolicy({ xml }).",
    );
  }
  const names: readonly string[] = STRATEGIES;
  const problem = names.includes(given)
    ? ""
    : ` There is ${unknownName("strategy", given, names)}.`;
  throw new UserError(
    `lab.deploy takes a policy, and "${given}" is a name.${problem} Build it first: ` +
      `lab.deploy(buildPolicy("${nearest(given, names) ?? known}", lab.backends, lab.options)).`,
  );
}

const DOCUMENT: Shapes<LabDocument> = {
  xml: text,
  format: oneOfThese("rawxml", "xml"),
  shown: text,
};

/** @throws UserError for what is no document: what to write instead. */
export function requireDocument(given: unknown): void {
  if (typeof given !== "object" || given === null || !("xml" in given)) {
    throw new UserError(
      "lab.putPolicy takes a document: lab.putPolicy({ xml: `<policies>...</policies>` }).",
    );
  }
  requireOptions("lab.putPolicy", given, DOCUMENT, ["xml"]);
}
