/**
 * Help in a cell: a cheat sheet, and what the library's own documentation says of a name.
 * @module
 */
import { fileURLToPath } from "node:url";
import { escapeHtml } from "../../core/html.ts";
import { nearest } from "../../core/one_of.ts";
import { UserError } from "../../core/user_error.ts";
import type { Showable } from "./display.ts";
import { table } from "./table.ts";

/** What people want, and what to write for it. */
const CHEATS: readonly (readonly [want: string, write: string])[] = [
  [
    "a strategy's policy",
    'const policy = buildPolicy("priority-spillover", lab.backends, lab.options)',
  ],
  ["to read it", 'await show(listing(policy.xml, "backend"))'],
  ["the way that requests take", "await show(flowPicture(policy, records))"],
  ["the gateway to serve it", "await lab.deploy(policy)"],
  ["a policy of my own", "await lab.putPolicy({ xml: `<policies>...</policies>` })"],
  ["one request", "await lab.send()"],
  ["requests at a rate", 'await lab.openLoop("name", { count: 600, perSecond: 20 })'],
  ["callers that wait for each reply", 'await lab.closedLoop("name", { count: 100, workers: 4 })'],
  ["the figures of a run", 'await lab.summary("name", records)'],
  ["a picture of it", "await show(await servedOverTimeChart(records, lab.time))"],
  ["one request's story", "const { shown } = await lab.traceTree(); await show(shown)"],
  ["a region to fail", 'await lab.faults.set("backend-a", { kind: "error", status: 500 })'],
  ["all to be well again", "await lab.reset()"],
  ["simulated time to pass", "await lab.wait(30_000)"],
  ["a day in a second", 'await simulate({ strategy: "backend-pool", scenario: "morning-peak" })'],
  ["a claim checked", 'await lab.claim("it holds", records.every(succeeded), "measured")'],
  ["to know whether I am right", "await lab.exercise(1, answer1)"],
  ["more on a name", 'await lab.help("openLoop")'],
];

/** The cheat sheet. */
export function cheatSheet(): Showable {
  const shown = table(CHEATS.map(([want, write]) => ({ "I want": want, "I write": write })));
  const rows = CHEATS.map(([want, write]) =>
    `<tr><td style="text-align:left">${escapeHtml(want)}</td>` +
    `<td style="text-align:left"><code>${escapeHtml(write)}</code></td></tr>`
  );
  return { text: shown.text, html: `<table><tbody>${rows.join("")}</tbody></table>` };
}

/** What `deno doc` prints before the first declaration. */
const BEFORE = /^[^]*?(?=^Defined in )/m;

/**
 * What the documentation says of an export of the library or a member of the lab.
 * @throws UserError for a name that is neither, with the one that was meant.
 */
export async function helpOn(name: string, members: readonly string[]): Promise<Showable> {
  const filter = members.includes(name) ? `Lab.${name}` : name;
  const text = await documented(filter);
  const options = new Set(filter === name ? [] : text.match(/\b\w+Options\b/g));
  const texts = [text, ...await Promise.all([...options].map(documented))];
  if (text !== "") return { text: texts.filter((one) => one !== "").join("\n\n") };
  const names = [...members, ...await exportedNames()];
  const meant = nearest(name, names);
  throw new UserError(
    `There is nothing called "${name}"${
      meant === null ? "" : `: did you mean "${meant}"?`
    } lab.help() shows what there is.`,
  );
}

/** Signature and words; empty for what is neither exported nor a member of an export. */
async function documented(filter: string): Promise<string> {
  return (await documentation(["--filter", filter])).replace(BEFORE, "")
    .replaceAll(/^Defined in .*\n\n?/gm, "").replaceAll(/^private /gm, "").trim();
}

async function exportedNames(): Promise<string[]> {
  const { nodes }: { nodes: Record<string, { symbols: { name: string }[] }> } = JSON.parse(
    await documentation(["--json"]),
  );
  return Object.values(nodes).flatMap(({ symbols }) => symbols.map(({ name }) => name));
}

async function documentation(args: readonly string[]): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", ...args, fileURLToPath(new URL("../../mod.ts", import.meta.url))],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "null", // what it cannot resolve in packages' own types
  }).output();
  return new TextDecoder().decode(stdout);
}
