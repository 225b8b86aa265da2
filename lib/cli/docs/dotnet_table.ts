/**
 * The documentation's table of the types that expressions can use, made from their declarations.
 * @module
 */
import { reference, type TypeEntry } from "../../gateway/expression/reference.ts";

const HEADINGS: Readonly<Record<TypeEntry["standing"], string>> = {
  own: "APIM's own types",
  documented: "Types that the documentation lists",
  companion: "Types that members of those return or take",
  undocumented: "Types that no documentation lists and published policies use (with a warning)",
  hidden: "Types that expressions cannot name, of values and exceptions that they can come to",
  unreachable: "Types that only conformance vectors use: no access list lets a policy come to them",
};

/** Markdown: each type with its members; what is documented and not here, by name. */
export function dotnetTables(): string {
  const entries = reference();
  return Object.entries(HEADINGS).flatMap(([standing, heading]) => {
    const own = entries.filter((entry) => entry.standing === standing);
    return own.length === 0 ? [] : [`## ${heading}`, "", ...rows(own), ""];
  }).join("\n");
}

function rows(entries: readonly TypeEntry[]): string[] {
  const missing = entries.some((entry) => entry.missing.length > 0 || entry.members === null);
  return [
    `| type | members (overloads) |${missing ? " documented and missing |" : ""}`,
    `| --- | --- |${missing ? " --- |" : ""}`,
    ...entries.map((entry) =>
      `| ${entry.name} | ${membersText(entry)} |${missing ? ` ${missingText(entry)} |` : ""}`
    ),
  ];
}

function membersText({ members }: TypeEntry): string {
  if (members === null) return "";
  return [...members].map(([name, count]) => {
    const shown = name === "new" ? "constructor" : name === "this" ? "indexer" : name;
    return count > 1 ? `${shown} (${count})` : shown;
  }).sort().join(", ").replaceAll("|", "\\|");
}

function missingText({ members, missing }: TypeEntry): string {
  return members === null ? "the type" : missing.join(", ");
}
