/**
 * `deno task docs`: writes what is made from code: tables of the documentation, the templates in `infra/`. With `--check` it only says
 * whether they are up to date.
 * @module
 */
import { readOptions, runCommand } from "./command.ts";
import { dotnetTables } from "./docs/dotnet_table.ts";
import { coverageTable } from "./docs/coverage.ts";
import { foundationTemplate, writeArm, writeBicep } from "../templates/mod.ts";
import { expressionsTables } from "./docs/expressions_table.ts";
import { limitsTables } from "./docs/limits_table.ts";
import { fidelityTable } from "./docs/fidelity_table.ts";
import { textsTables } from "./docs/texts_table.ts";
import { endingSignal } from "./signals.ts";

const ROOT = new URL("../../", import.meta.url);

const PAGES: Readonly<Record<string, () => string>> = {
  "docs/policies.md": () =>
    `# Policies\n\nMade from the registry by \`deno task docs\`: do not edit.\n\n${coverageTable()}`,
  "docs/fidelity.md": () =>
    "# Fidelity\n\nWhere Azure's documentation is silent or contradicts itself, the embedded APIM makes a choice. Each is a\n" +
    "switch in `lib/gateway/contracts/fidelity.ts`; `createGateway({ fidelity: { ... } })` sets it otherwise, and\n" +
    "`deno task parity --target azure` asks a service which choice is its own (docs/azure.md). Made by `deno task docs`:\n" +
    `do not edit.\n\n${fidelityTable()}`,
  "docs/expressions.md": () =>
    "# Expressions\n\nWhat policy expressions can use, as Azure documents it in\n" +
    "https://learn.microsoft.com/azure/api-management/api-management-policy-expressions. Made from\n" +
    "`lib/cli/docs/documented.json` and the library by `deno task docs`: do not edit.\n\n" +
    expressionsTables(),
  "docs/texts.md": () =>
    "# Texts\n\nWhat people read of what goes wrong, each with the page or the report that has it; without one, the words are\n" +
    "this gateway's own. Made from `lib/gateway/contracts/texts/` by `deno task docs`: do not edit.\n\n" +
    textsTables(),
  "docs/dotnet.md": () =>
    "# C# and .NET\n\nWhat a policy expression can use: C# 7.3, the variable `context`, and these types. Made from their\n" +
    "declarations in `lib/dotnet/` and `lib/gateway/expression/` by `deno task docs`: do not edit.\n\n" +
    dotnetTables(),
  "docs/limits.md": () =>
    "# Limits\n\nA policy is code that somebody else wrote, a backend a machine that fails: what either may use is bounded, and each\n" +
    "bound has a documented outcome. Made from the constants by `deno task docs`: do not edit.\n\n" +
    limitsTables(),
  ...infrastructure(),
};

/** `infra/`: the same deployment as Bicep and as the ARM template that it stands for. */
function infrastructure(): Record<string, () => string> {
  const template = foundationTemplate();
  const files = [...writeBicep(template), ...writeArm(template)];
  return Object.fromEntries(files.map(([path, text]) => [`infra/${path}`, () => text]));
}

/** The pages that differ from what the code says. Writes them unless `check` is set. */
async function* updateDocs(
  { check, signal }: { readonly check: boolean; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  for (const [name, render] of Object.entries(PAGES)) {
    signal.throwIfAborted();
    const page = new URL(name, ROOT);
    const text = `${render().trimEnd()}\n`;
    const current = await Deno.readTextFile(page).catch(() => "");
    if (current === text) continue;
    if (!check) await Deno.writeTextFile(page, text);
    yield name;
  }
}

const USAGE = `usage: deno task docs [--check]
  --check  writes nothing and says which pages are out of date
Writes the documentation's tables that are made from code.

example: deno task docs --check
exit code: 0 when all are up to date or were written, 1 when --check found one that is not, 2 for wrong usage`;

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { check, help } = readOptions(args, {
    check: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  if (help) {
    console.log(USAGE);
    return 0;
  }
  let stale = 0;
  for await (const page of updateDocs({ check, signal })) {
    stale++;
    console.log(`${page} ${check ? "is out of date: run deno task docs" : "written"}`);
  }
  return check && stale > 0 ? 1 : 0;
}

if (import.meta.main) {
  const signal = endingSignal();
  await runCommand("docs", (args) => main(args, signal), { signal });
}
