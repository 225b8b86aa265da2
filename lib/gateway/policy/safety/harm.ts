/**
 * What of content safety's findings is beyond what a policy allows.
 * @module
 */
import type { HarmCategory, SafetyFinding } from "../../contracts/ports.ts";
import type { Run } from "../../contracts/run.ts";
import type { ElementRule, Occurrence } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";

const CATEGORIES = ["Hate", "SelfHarm", "Sexual", "Violence"] as const;

/** The `categories` and `blocklists` elements. */
export const HARM_ELEMENTS: Readonly<Record<string, ElementRule & Occurrence>> = {
  categories: {
    max: 1,
    attributes: {
      "output-type": { type: ["FourSeverityLevels", "EightSeverityLevels"], expressions: true },
    },
    children: {
      kind: "elements",
      elements: {
        category: {
          attributes: {
            name: { type: CATEGORIES, required: true, expressions: true },
            threshold: { type: "integer", required: true, expressions: true, min: 0, max: 7 },
          },
        },
      },
    },
  },
  blocklists: {
    max: 1,
    children: { kind: "elements", elements: { id: { text: "required" } } },
  },
};

/** What of a finding is beyond what the node allows; null for nothing. */
export function harmCheck(
  node: PolicyNode,
): (run: Run, finding: SafetyFinding) => string | null {
  const categories = node.child("categories");
  const levels = categories?.text("output-type", "FourSeverityLevels") ?? null;
  const thresholds = (categories?.children("category") ?? []).map((category) => ({
    name: category.text("name"),
    threshold: category.number("threshold", 0),
  }));
  return (run, { severities, blocked }) => {
    if (blocked.length > 0) return `${blocked.length} words of a blocklist`;
    for (const category of thresholds) {
      const name = category.name(run) as HarmCategory;
      const limit = category.threshold(run);
      // Four levels are 0, 2, 4 and 6.
      const severity = levels!(run) === "EightSeverityLevels"
        ? severities[name]
        : severities[name] & ~1;
      // Assumption: harmless content passes whatever the threshold.
      if (severity > 0 && severity >= limit) return `${name} of severity ${severity}`;
    }
    return null;
  };
}
