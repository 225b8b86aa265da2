/**
 * `deno task lab`: JupyterLab on working copies of the notebooks, with the Deno kernel.
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runCommand, UsageError } from "./command.ts";
import { ensureJupyter } from "./notebooks/jupyter.ts";
import { type Copied, makeWorkingCopies, WORKING_FOLDER } from "./notebooks/working_copies.ts";

const USAGE = `usage: deno task lab [options] [JupyterLab's own options]
  --reset          the notebooks as they were: your copies are put aside in before-reset/
  --folder FOLDER  where the copies are, within the project; default ${WORKING_FOLDER}
                   notebooks/ opens the notebooks themselves, to write on them
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
      if (!folder) throw new UsageError(`--folder takes a folder`);
      options.folder = folder;
    } else jupyter.push(args[i]);
  }
  return { ...options, jupyter };
}

/**
 * Where JupyterLab opens; `notebooks/` itself is for their authors.
 * @throws UsageError outside of the project, where no notebook finds the library, or for a reset of `notebooks/`.
 */
export function labFolder(root: URL, { folder, reset }: LabOptions): URL {
  const url = pathToFileURL(`${resolve(fileURLToPath(root), folder)}/`);
  if (!url.href.startsWith(root.href) || url.href === root.href) {
    throw new UsageError(`--folder must be a folder within the project: it is ${folder}`);
  }
  if (reset && url.href.startsWith(new URL("notebooks/", root).href)) {
    throw new UsageError("--reset is for copies: git brings notebooks/ itself back");
  }
  return url;
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

async function main(args: readonly string[], ending: AbortController): Promise<number> {
  const { signal } = ending;
  let asks = false;
  Deno.addSignalListener("SIGINT", () => asks || ending.abort());
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => ending.abort());
  const options = readLabOptions(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = labFolder(ROOT, options);
  const what = folder.href.startsWith(new URL("notebooks/", ROOT).href)
    ? "the notebooks themselves"
    : describe(
      await makeWorkingCopies(ROOT, folder, { reset: options.reset }),
      options.folder,
    );
  console.error(`${what}; opening JupyterLab ...`);
  const { python, env } = await ensureJupyter(ROOT, (line) => console.error(line), { signal });
  const lab = new Deno.Command(python, {
    args: labArguments(folder, options.jupyter, Deno.uid()),
    cwd: ROOT,
    env,
    signal,
  }).spawn();
  asks = Deno.stdin.isTerminal(); // which gives Ctrl+C to JupyterLab, too
  const { code } = await lab.status;
  signal.throwIfAborted();
  return code;
}

function describe({ made, kept, outdated }: Copied, folder: string): string {
  const parts = [
    ...(made > 0 ? [`${made} notebooks copied to ${folder}`] : []),
    ...(kept > 0 ? [`${kept} of your own in ${folder} (--reset copies them anew)`] : []),
    ...(outdated > 0 ? [`${outdated} of them older than what is in notebooks/ by now`] : []),
  ];
  return parts.join(", ");
}

if (import.meta.main) {
  const ending = new AbortController();
  await runCommand("lab", (args) => main(args, ending), { signal: ending.signal });
}
