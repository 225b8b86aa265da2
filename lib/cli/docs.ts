/**
 * `deno task docs`: writes the tables of the documentation that are made from code. With `--check` it only says
 * whether they are up to date.
 * @module
 */
import { coverageTable } from "./docs/coverage.ts";
import { fidelityTable } from "./docs/fidelity_table.ts";

const DOCS = new URL("../../docs/", import.meta.url);

const PAGES: Readonly<Record<string, () => string>> = {
  "policies.md": () =>
    `# Policies\n\nMade from the registry by \`deno task docs\`: do not edit.\n\n${coverageTable()}`,
  "fidelity.md": () =>
    "# Fidelity\n\nWhere Azure's documentation is silent or contradicts itself, the embedded APIM makes a choice. Each is a\n" +
    "switch in `lib/gateway/contracts/fidelity.ts`; `createGateway({ fidelity: { ... } })` sets it otherwise. Made by\n" +
    `\`deno task docs\`: do not edit.\n\n${fidelityTable()}`,
};

/** The pages that differ from what the code says. Writes them unless `check` is set. */
export async function updateDocs({ check }: { readonly check: boolean }): Promise<string[]> {
  const stale: string[] = [];
  for (const [name, render] of Object.entries(PAGES)) {
    const page = new URL(name, DOCS);
    const text = `${render().trimEnd()}\n`;
    const current = await Deno.readTextFile(page).catch(() => "");
    if (current === text) continue;
    stale.push(`docs/${name}`);
    if (!check) await Deno.writeTextFile(page, text);
  }
  return stale;
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const stale = await updateDocs({ check });
  for (const page of stale) {
    console.log(`${page} ${check ? "is out of date: run deno task docs" : "written"}`);
  }
  Deno.exit(check && stale.length > 0 ? 1 : 0);
}
