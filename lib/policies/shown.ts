/**
 * A strategy as a notebook's last expression shows it: its summary, not its document.
 * @module
 */
import type { StrategyPolicy } from "./strategy.ts";

/** What Deno's kernel looks for in a cell's last expression. */
const LAST_EXPRESSION = Symbol.for("Jupyter.display");

/** `strategy` itself, which shows what it does and what it puts onto the service. */
export function shownAsSummary(strategy: StrategyPolicy): StrategyPolicy {
  return Object.defineProperty(strategy, LAST_EXPRESSION, {
    value: () => {
      const [first, ...rest] = summaryLines(strategy);
      const markdown = `**${strategy.name}** ${first}\n\n${
        rest.map((line) => `- ${line}`).join("\n")
      }`;
      const text = [`${strategy.name} ${first}`, ...rest.map((line) => `  ${line}`)].join("\n");
      return { "text/plain": text, "text/markdown": markdown };
    },
  });
}

function summaryLines(
  { summary, revision, xml, namedValues, backends, pool }: StrategyPolicy,
): string[] {
  const list = (entities: readonly { readonly name: string }[]) =>
    entities.length === 0 ? "none" : entities.map(({ name }) => name).join(", ");
  return [
    `(revision ${revision}): ${summary}`,
    `document: ${xml.split("\n").length} lines; listing(strategy.xml) shows it`,
    `backends: ${list(backends)}`,
    ...(pool ? [`pool: ${pool.name} of ${list(pool.members)}`] : []),
    `named values: ${list(namedValues)}`,
  ];
}
