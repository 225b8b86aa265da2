/**
 * `deno task policy check FILE...`: parses and compiles policy documents and gives the routing doctor's advice.
 * @module
 */
import { parseArgs } from "node:util";
import { type Diagnostic, formatDiagnostic } from "../core/diagnostic.ts";
import { checkDocument } from "../gateway/policy/check.ts";

const USAGE = `usage: deno task policy check [options] FILE...
  FILE       policy documents or fragments as the portal shows them (rawxml) or with entities (xml);
             a folder stands for every .xml file below it
  --scope S  global, product, api (default) or operation
  --json     one JSON object a file: {"file","ok","diagnostics":[{"code","severity","line","column","message"}]}
exit code: 0 when every file is ok (warnings are), 1 when one is not, 2 for wrong usage`;

const SCOPES = ["global", "product", "api", "operation"] as const;

/** What the command line asks for; null for wrong usage, said on stderr. */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        scope: { type: "string", default: "api" },
      },
    });
    const scope = SCOPES.find((known) => known === values.scope);
    const [command, ...files] = positionals;
    if (command === "check" && files.length > 0 && scope) {
      return { files, scope, json: values.json };
    }
    console.error(USAGE);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(`${error.message}\n${USAGE}`);
  }
  return null;
}

/** The file itself, or every .xml file below a folder. */
async function* expand(path: string): AsyncGenerator<string> {
  if (!(await Deno.stat(path)).isDirectory) return yield path;
  const entries = await Array.fromAsync(Deno.readDir(path));
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (isDirectory || name.endsWith(".xml")) yield* expand(`${path.replace(/\/$/, "")}/${name}`);
  }
}

function unreadable(error: unknown): Diagnostic {
  return {
    code: "unreadable-file",
    severity: "error",
    message: `the file cannot be read: ${(error as Error).message}`,
    line: 1,
    column: 1,
  };
}

async function main(): Promise<number> {
  const options = readArguments();
  if (!options) return 2;
  let ok = 0;
  let refused = 0;
  const report = (file: string, diagnostics: readonly Diagnostic[]) => {
    const good = diagnostics.every((diagnostic) => diagnostic.severity !== "error");
    if (good) ok++;
    else refused++;
    if (options.json) console.log(JSON.stringify({ file, ok: good, diagnostics }));
    else for (const diagnostic of diagnostics) console.log(formatDiagnostic(file, diagnostic));
  };
  for (const path of options.files) {
    try {
      for await (const file of expand(path)) {
        report(file, await checkDocument(await Deno.readTextFile(file), { scope: options.scope }));
      }
    } catch (error) {
      report(path, [unreadable(error)]);
    }
  }
  if (!options.json) console.log(`${ok} ok, ${refused} refused`);
  return refused === 0 ? 0 : 1;
}

Deno.exit(await main());
