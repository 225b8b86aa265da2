/**
 * The documentation's table of switches, made from their definitions.
 * @module
 */
import { FIDELITY_SWITCHES } from "../../gateway/contracts/fidelity.ts";

/** Markdown: each open question, the choice made here and what would settle it. */
export function fidelityTable(): string {
  const rows = Object.entries(FIDELITY_SWITCHES).map(([name, definition]) => {
    const { choices, question, reason, liveCheck } = definition;
    const [chosen, ...others] = choices;
    const cells = [
      `\`${name}\``,
      question,
      `**${chosen}** (or ${others.join(", ")})`,
      reason,
      liveCheck,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [
    "| switch | open question | choice | why | live check |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}
