/**
 * `deno task policy check FILE...`: parses and compiles policy documents and gives the routing doctor's advice.
 * @module
 */
import { parseArgs } from "node:util";
import { type Diagnostic, excerpt, formatDiagnostic } from "../core/diagnostic.ts";
import { unknownName } from "../core/one_of.ts";
import type { Scope } from "../gateway/contracts/context.ts";
import { checkDocument } from "../gateway/policy/doctor/check.ts";
import type { Surroundings } from "../gateway/policy/doctor/mod.ts";
import { runCommand, UsageError } from "./command.ts";
import { readServiceFile } from "./service_file.ts";

const USAGE = `usage: deno task policy check [options] FILE...
  FILE       policy documents or fragments as the portal shows them (rawxml) or with entities (xml);
             a folder stands for every .xml file below it
  --scope S  global, product, api or operation: refuses policies that may not stand there
  --service FILE  the service's backends, pools and API, for the advice that needs them:
             {"resources":[{"type":"backends","name":"ptu","properties":{...}},...]}, properties as in ARM
  --json     one JSON object a file: {"file","ok","diagnostics":[{"code","severity","line","column","message"}]}
A finding is one line, file:line:col code message; its line of the file follows, indented, with a caret.

example: deno task policy check --scope api my-policy.xml
exit code: 0 when every file is ok (warnings are), 1 when one is not, 2 for wrong usage`;

const SCOPES = ["global", "product", "api", "operation"] as const;

/** What the command line asks for. @throws UsageError, TypeError */
function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      scope: { type: "string" },
      service: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const scope = SCOPES.find((known) => known === values.scope);
  const [command, ...files] = positionals;
  const { json, service, help } = values;
  if (!help) {
    if (command === undefined) throw new UsageError("no command: there is check");
    if (command !== "check") throw new UsageError(unknownName("command", command, ["check"]));
    if (values.scope !== undefined && scope === undefined) {
      throw new UsageError(`--scope: ${unknownName("scope", values.scope, SCOPES)}`);
    }
    if (files.length === 0) throw new UsageError("policy check takes one or more FILEs");
  }
  return { files, scope, service, json, help };
}

/** The file itself, or every .xml file below a folder, in the order of their names. @throws Error */
async function expand(path: string): Promise<string[]> {
  if (!(await Deno.stat(path)).isDirectory) return [path];
  const entries = await Array.fromAsync(Deno.readDir(path));
  const files: string[] = [];
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    const below = `${path.replace(/\/+$/, "")}/${name}`;
    if (isDirectory) files.push(...await expand(below));
    else if (name.endsWith(".xml")) files.push(below);
  }
  return files;
}

/** Says of a path what stands in the way of reading it. */
function unreadable(message: string): readonly Diagnostic[] {
  return [{ code: "unreadable-file", severity: "error", message, line: 1, column: 1 }];
}

/** The documents behind a path, each with its findings. */
async function* checkPath(
  path: string,
  scope: Scope | undefined,
  surroundings: Surroundings | undefined,
): AsyncGenerator<[file: string, findings: readonly Diagnostic[], text?: string]> {
  let files: string[];
  try {
    files = await expand(path);
  } catch (error) {
    return yield [path, unreadable(`It cannot be read: ${(error as Error).message}.`)];
  }
  if (files.length === 0) yield [path, unreadable("There is no .xml file in this folder.")];
  for (const file of files) {
    let text: string;
    try {
      text = await Deno.readTextFile(file);
    } catch (error) {
      yield [file, unreadable(`It cannot be read: ${(error as Error).message}.`)];
      continue;
    }
    yield [file, checkDocument(text, { scope, surroundings }), text];
  }
}

async function main(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const surroundings = options.service ? await readServiceFile(options.service) : undefined;
  let accepted = 0;
  let refused = 0;
  for (const path of options.files) {
    for await (const [file, diagnostics, text] of checkPath(path, options.scope, surroundings)) {
      const ok = diagnostics.every((diagnostic) => diagnostic.severity !== "error");
      if (ok) accepted++;
      else refused++;
      if (options.json) console.log(JSON.stringify({ file, ok, diagnostics }));
      else {
        for (const diagnostic of diagnostics) {
          console.log(formatDiagnostic(file, diagnostic));
          const shown = text === undefined ? "" : excerpt(text, diagnostic);
          if (shown !== "") console.log(shown);
        }
      }
    }
  }
  if (!options.json) console.log(`${accepted} ok, ${refused} refused`);
  return refused === 0 ? 0 : 1;
}

if (import.meta.main) await runCommand("policy", main);
