/**
 * The documentation's table of policies, made from the registry.
 * @module
 */
import { EVERY_SCOPE, type PolicyDefinition } from "../../gateway/policy/definition/definition.ts";
import { POLICIES } from "../../gateway/policy/policies/mod.ts";
import { UNSUPPORTED } from "../../gateway/policy/definition/unsupported.ts";

const SECTIONS = ["inbound", "backend", "outbound", "on-error"] as const;

/** Markdown: what this gateway runs, where each policy may stand, and what it refuses by name. */
export function coverageTable(policies: readonly PolicyDefinition[] = POLICIES): string {
  const rows = [...policies]
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .map(({ name, documentation, sections, scopes = EVERY_SCOPE, attributes = {} }) => {
      const allowed = SECTIONS.map((section) => sections.includes(section) ? "yes" : "");
      const where = scopes.length === EVERY_SCOPE.length ? "all" : scopes.join(", ");
      const names = Object.entries(attributes)
        .map(([attribute, rule]) => rule.required ? `**${attribute}**` : attribute);
      return `| ${
        [`[${name}](${documentation})`, ...allowed, where, names.join(", ")].join(" | ")
      } |`;
    });
  return [
    "| policy | inbound | backend | outbound | on-error | scopes | attributes (required ones bold) |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "Refused by name when they are put, with what they would need:",
    "",
    ...[...UNSUPPORTED].map(([name, need]) => `- ${name}: ${need}`),
    "",
  ].join("\n");
}
