/** A lab on the embedded APIM for tests: results in a folder of its own, silent. */
import "../defects.ts";
import type { ConfigOptions } from "../../lib/lab/config/config.ts";
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

/**
 * Runs `body` with a configuration of its own: these variables, an empty folder. The process's own environment and
 * working directory belong to all tests that run beside this one.
 */
export async function withConfiguration(
  variables: Readonly<Record<string, string>>,
  body: (config: ConfigOptions) => Promise<unknown>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const environment = {
    WORKSHOP_TARGET: "embedded",
    WORKSHOP_RESULTS: `${folder}/results`,
    ...variables,
  };
  try {
    await body({ environment, folder });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Opens a lab, closes it in every case, and removes its results. */
export async function withLab(
  part: string,
  body: (lab: Lab, shown: Shown) => Promise<void>,
  options: OpenOptions = {},
): Promise<void> {
  await withConfiguration({}, (config) =>
    silently(async (shown) => {
      const lab = await openLab(part, { config, ...options });
      try {
        await body(lab, shown);
      } finally {
        await lab.close().catch(() => {}); // a test that closes by itself looks at what that throws
      }
    }));
}
