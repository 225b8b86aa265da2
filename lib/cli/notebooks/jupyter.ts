/**
 * Jupyter as the workshop needs it: the machine's own where it is complete, else a local `.venv`.
 * @module
 */
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../core/user_error.ts";

/** What is installed into `.venv`, pinned so that every machine gets the same. */
const PACKAGES = ["jupyterlab==4.6.6", "nbclient==0.11.0", "nbconvert==7.17.2", "ipykernel==7.1.0"];
const PIP_INSTALL = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
/** What a machine's own Python may be called. */
const PYTHONS = ["python3", "python"];
const NEEDED_MODULES = "import jupyterlab, nbclient, nbconvert";

/** A Python that has Jupyter, and the environment in which it finds the Deno kernel. */
export interface Jupyter {
  readonly python: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A problem with the machine that the user can solve; the message says how. */
export class SetupError extends UserError {
  override name = "SetupError";
}

/**
 * Finds or installs Jupyter and registers the Deno kernel for it, touching nothing outside `root`: settings, trust,
 * workspaces and what runs are kept below `.venv/`, too, also where the machine's own Jupyter is used.
 * @param options.pythons commands to look for a Python by, the preferred one first
 * @param options.signal ends it, and what it runs
 * @throws SetupError when Python is missing or the packages cannot be installed.
 */
export async function ensureJupyter(
  root: URL,
  log: (line: string) => void,
  { pythons = PYTHONS, signal }: {
    readonly pythons?: readonly string[];
    readonly signal?: AbortSignal;
  } = {},
): Promise<Jupyter> {
  const data = new URL(".venv/share/jupyter/", root);
  const own = (folder: string) => fileURLToPath(new URL(`.venv/jupyter/${folder}`, root));
  const env = {
    JUPYTER_PATH: withUsersOwn(fileURLToPath(data)),
    JUPYTER_CONFIG_DIR: own("config"),
    JUPYTER_DATA_DIR: own("data"),
    JUPYTER_RUNTIME_DIR: own("runtime"),
    IPYTHONDIR: own("ipython"),
  };
  await writeLabSettings(own("config"));
  const inVenv = Deno.build.os === "windows" ? "Scripts/python.exe" : "bin/python";
  const venv = fileURLToPath(new URL(`.venv/${inVenv}`, root));
  for (const python of [venv, ...pythons]) {
    if (await runs(python, ["-c", NEEDED_MODULES], signal)) {
      await registerKernel(data);
      return { python, env };
    }
  }
  const folder = fileURLToPath(new URL(".venv", root));
  await createVenv({ folder, python: await anyPython(pythons, signal), venv, signal }, log);
  await registerKernel(data);
  return { python: venv, env };
}

/** The first command that runs. @throws SetupError when none does. */
async function anyPython(pythons: readonly string[], signal?: AbortSignal): Promise<string> {
  for (const python of pythons) if (await runs(python, ["--version"], signal)) return python;
  throw new SetupError(
    "Python 3 was not found. Install Python 3.10 or newer (https://www.python.org/downloads/), then run this again.",
  );
}

/** Makes the environment in `folder` with `python`, and installs Jupyter by `venv`, the Python in it. */
async function createVenv(
  { folder, python, venv, signal }: {
    readonly folder: string;
    readonly python: string;
    readonly venv: string;
    readonly signal?: AbortSignal;
  },
  log: (line: string) => void,
): Promise<void> {
  log("setting up Jupyter in .venv (once, about a minute) ...");
  const made = await output(python, ["-m", "venv", folder], signal);
  if (!made.success) {
    throw new SetupError(
      `${python} cannot create a virtual environment: ${made.text}\n` +
        "On Debian and Ubuntu: apt-get install python3-venv. Then run this again.",
    );
  }
  const installed = await output(venv, [...PIP_INSTALL, ...PACKAGES], signal);
  if (!installed.success) {
    throw new SetupError(
      `Jupyter could not be installed from PyPI: ${installed.text}\n` +
        "Check the network or pip's proxy settings, or install jupyterlab, nbclient and nbconvert yourself; " +
        "then run this again.",
    );
  }
}

/** The folders where Jupyter looks for kernels: ours, then those that the user has set. */
function withUsersOwn(folder: string): string {
  return [folder, Deno.env.get("JUPYTER_PATH")].filter(Boolean).join(delimiter);
}

/** Writes the kernel's specification for this very Deno, so that `npx deno` works as well as an installed one. */
async function registerKernel(data: URL): Promise<void> {
  const folder = new URL("kernels/deno/", data);
  await Deno.mkdir(folder, { recursive: true });
  const spec = {
    argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  };
  await Deno.writeTextFile(new URL("kernel.json", folder), JSON.stringify(spec, null, 2) + "\n");
}

/** What JupyterLab starts with: no questions of its own, and light or dark as the system is. Its user's changes win. */
async function writeLabSettings(configuration: string): Promise<void> {
  const folder = `${configuration}/labconfig`;
  const settings = {
    "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
    "@jupyterlab/apputils-extension:themes": { "adaptive-theme": true },
    "@jupyterlab/notebook-extension:tracker": { windowingMode: "none" }, // the browser's own search finds every cell
  };
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(
    `${folder}/default_setting_overrides.json`,
    JSON.stringify(settings, null, 2) + "\n",
  );
}

async function runs(command: string, args: string[], signal?: AbortSignal): Promise<boolean> {
  return (await output(command, args, signal)).success;
}

async function output(
  command: string,
  args: string[],
  signal?: AbortSignal,
): Promise<{ success: boolean; text: string }> {
  try {
    const result = await new Deno.Command(command, {
      args,
      stdout: "piped",
      stderr: "piped",
      signal,
    }).output();
    signal?.throwIfAborted();
    const decoder = new TextDecoder();
    const text = (decoder.decode(result.stdout) + decoder.decode(result.stderr)).trim();
    return { success: result.success, text: essence(text) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return { success: false, text: `${command}: not found` };
    }
    throw error;
  }
}

/** The lines that pip marks as errors, or the last few where none is. */
function essence(text: string): string {
  const lines = text.split("\n");
  const errors = lines.filter((line) => line.startsWith("ERROR:"));
  return (errors.length > 0 ? errors : lines.slice(-6)).join("\n");
}
