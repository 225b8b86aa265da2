/** `<base/>`: the same section of the next wider scope, at this point. */
import { definePolicy, EVERY_SECTION } from "../definition/definition.ts";
import { runSection } from "../engine/pipeline.ts";

export const base = definePolicy({
  name: "base",
  sections: EVERY_SECTION,
  notInFragments: true,
  documentation: "https://learn.microsoft.com/azure/api-management/set-edit-policies",
  compile: () => (run) => runSection(run, run.section, run.documentIndex + 1),
});
