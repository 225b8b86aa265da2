/** A lab on the embedded APIM for tests: quick clock, results in a folder of its own, silent. */
import { type Lab, openLab, type OpenOptions } from "../../lib/mod.ts";

/** What the cells of a test showed, in characters. */
export interface Shown {
  readonly lines: string[];
}

/** Runs `body` with what is shown kept instead of printed. */
export async function silently<T>(body: (shown: Shown) => Promise<T>): Promise<T> {
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => void lines.push(line);
  try {
    return await body({ lines });
  } finally {
    console.log = log;
  }
}

/** Runs `body` with these variables, in an empty folder: whoever runs the tests may have a `.env` of their own. */
export async function withEnvironment(
  variables: Readonly<Record<string, string>>,
  body: () => Promise<unknown>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const cwd = Deno.cwd();
  const set = { WORKSHOP_TARGET: "embedded", WORKSHOP_RESULTS: `${folder}/results`, ...variables };
  const before = Object.keys(set).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(set)) Deno.env.set(name, value);
  Deno.chdir(folder);
  try {
    await body();
  } finally {
    Deno.chdir(cwd);
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
    await Deno.remove(folder, { recursive: true });
  }
}

/** Opens a lab 50 times faster than life, closes it in every case, and removes its results. */
export async function withLab(
  part: string,
  body: (lab: Lab, shown: Shown) => Promise<void>,
  options: OpenOptions = {},
): Promise<void> {
  await withEnvironment({}, () =>
    silently(async (shown) => {
      const lab = await openLab(part, { speed: 50, ...options });
      try {
        await body(lab, shown);
      } finally {
        await lab.close().catch(() => {}); // a test that closes by itself looks at what that throws
      }
    }));
}
