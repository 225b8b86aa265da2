/**
 * `deno task lab`: JupyterLab on working copies of the notebooks, with the Deno kernel.
 * @module
 */
import { fileURLToPath } from "node:url";
import { ensureJupyter, SetupError } from "./jupyter.ts";
import { type Copied, makeWorkingCopies, WORKING_FOLDER } from "./working_copies.ts";

const USAGE = `usage: deno task lab [options] [JupyterLab's own options]
  --reset        the notebooks as they were: your copies are put aside in ${WORKING_FOLDER}before-reset/
  --help         this text
Opens JupyterLab on copies of the notebooks in ${WORKING_FOLDER}, their outputs cleared, and leaves notebooks/ alone.

example: deno task lab --no-browser --port 8899`;

const ROOT = new URL("../../", import.meta.url);
/** What JupyterLab opens with. */
const FIRST_NOTEBOOK = "00-setup.ipynb";

/** Python's arguments for JupyterLab on the working copies; `args` are the user's own. */
export function labArguments(root: URL, args: readonly string[], uid: number | null): string[] {
  return [
    "-m",
    "jupyterlab",
    "--ip=127.0.0.1",
    `--LabApp.default_url=/lab/tree/${FIRST_NOTEBOOK}`,
    ...(uid === 0 ? ["--allow-root"] : []), // in a container there often is nobody else
    ...args,
    fileURLToPath(new URL(WORKING_FOLDER, root)),
  ];
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const reset = args.includes("--reset");
  const copied = await makeWorkingCopies(ROOT, { reset });
  console.error(`${describe(copied)}; opening JupyterLab ...`);
  const { python, env } = await ensureJupyter(ROOT, (line) => console.error(line));
  const own = args.filter((arg) => arg !== "--reset");
  const lab = new Deno.Command(python, {
    args: labArguments(ROOT, own, Deno.uid()),
    cwd: ROOT,
    env,
  }).spawn();
  Deno.addSignalListener("SIGINT", () => {}); // the terminal gives it to JupyterLab, too, which asks
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", () => lab.kill("SIGTERM"));
  return (await lab.status).code;
}

function describe({ made, kept }: Copied): string {
  const parts = [
    ...(made > 0 ? [`${made} notebooks copied to ${WORKING_FOLDER}`] : []),
    ...(kept > 0 ? [`${kept} of your own in ${WORKING_FOLDER} (--reset copies them anew)`] : []),
  ];
  return parts.join(", ");
}

if (import.meta.main) {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
