/** Reads Bicep and Terraform with parsers from PyPI; `.ci/run` installs them into `.tools`. */
const SCRIPT = new URL("./parse.py", import.meta.url).pathname;
const PYTHON = [new URL("../../.tools/bin/python", import.meta.url).pathname, "python3"];

async function run(python: string, ...args: string[]) {
  try {
    return await new Deno.Command(python, { args, stdout: "piped", stderr: "piped" }).output();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

async function findPython(): Promise<string | null> {
  for (const python of PYTHON) {
    if ((await run(python, "-c", "import pycep, hcl2"))?.success) return python;
  }
  return null;
}

const python = await findPython();

/** Whether tests that need the parsers are left out: never where CI runs, which installs them. */
export const WITHOUT_PARSERS = python === null && !Deno.env.get("CI");

/** The tree of a `.bicep` or `.tf` file. */
export async function parse(path: string): Promise<Tree> {
  if (python === null) {
    throw new Error(
      "pycep-parser and python-hcl2 are missing: python3 -m venv .tools && " +
        ".tools/bin/pip install -r tests/requirements.txt",
    );
  }
  const output = await run(python, SCRIPT, path);
  const decoder = new TextDecoder();
  if (!output!.success) throw new Error(`${path}: ${decoder.decode(output!.stderr)}`);
  return JSON.parse(decoder.decode(output!.stdout));
}

export type Tree = string | number | boolean | null | Tree[] | { [name: string]: Tree };
