/**
 * `deno task lab`: JupyterLab on working copies of the notebooks, with the Deno kernel.
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runCommand, UsageError } from "./command.ts";
import { ensureJupyter } from "./jupyter.ts";
import { type Copied, makeWorkingCopies, WORKING_FOLDER } from "./working_copies.ts";

const USAGE = `usage: deno task lab [options] [JupyterLab's own options]
  --reset          the notebooks as they were: your copies are put aside in before-reset/
  --folder FOLDER  where the copies are, within the project; default ${WORKING_FOLDER}
  --help           this text
Opens JupyterLab on copies of the notebooks, their outputs cleared, and leaves notebooks/ alone.

example: deno task lab --no-browser --port 8899`;

const ROOT = new URL("../../", import.meta.url);
/** What JupyterLab opens with. */
const FIRST_NOTEBOOK = "00-setup.ipynb";

/** What the command line asks for; what is not ours is JupyterLab's. */
export interface LabOptions {
  readonly help: boolean;
  readonly reset: boolean;
  /** As given: relative to the project. */
  readonly folder: string;
  readonly jupyter: readonly string[];
}

/** @throws UsageError for `--folder` without one. */
export function readLabOptions(args: readonly string[]): LabOptions {
  const jupyter: string[] = [];
  const options = { help: false, reset: false, folder: WORKING_FOLDER };
  for (let i = 0; i < args.length; i++) {
    const [name, value] = args[i].split(/=(.*)/s);
    if (name === "--help" || name === "-h") options.help = true;
    else if (name === "--reset") options.reset = true;
    else if (name === "--folder") {
      const folder = value ?? args[++i];
      if (!folder) throw new UsageError(`--folder takes a folder\n${USAGE}`);
      options.folder = folder;
    } else jupyter.push(args[i]);
  }
  return { ...options, jupyter };
}

/** Python's arguments for JupyterLab on the notebooks in `folder`; `args` are the user's own. */
export function labArguments(folder: URL, args: readonly string[], uid: number | null): string[] {
  return [
    "-m",
    "jupyterlab",
    "--ip=127.0.0.1",
    `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`,
    ...(uid === 0 ? ["--allow-root"] : []), // in a container there often is nobody else
    ...args,
    fileURLToPath(folder),
  ];
}

async function main(args: readonly string[]): Promise<number> {
  const options = readLabOptions(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = pathToFileURL(`${resolve(fileURLToPath(ROOT), options.folder)}/`);
  const copied = await makeWorkingCopies(ROOT, folder, { reset: options.reset });
  console.error(`${describe(copied, options.folder)}; opening JupyterLab ...`);
  const { python, env } = await ensureJupyter(ROOT, (line) => console.error(line));
  const lab = new Deno.Command(python, {
    args: labArguments(folder, options.jupyter, Deno.uid()),
    cwd: ROOT,
    env,
  }).spawn();
  Deno.addSignalListener("SIGINT", () => {}); // the terminal gives it to JupyterLab, too, which asks
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => lab.kill("SIGTERM"));
  return (await lab.status).code;
}

function describe({ made, kept }: Copied, folder: string): string {
  const parts = [
    ...(made > 0 ? [`${made} notebooks copied to ${folder}`] : []),
    ...(kept > 0 ? [`${kept} of your own in ${folder} (--reset copies them anew)`] : []),
  ];
  return parts.join(", ");
}

if (import.meta.main) await runCommand("lab", main);
