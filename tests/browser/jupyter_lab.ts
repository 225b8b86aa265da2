/**
 * `deno task lab` in a real browser: starts it, opens notebooks and runs their cells one by one.
 * @module
 */
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { CHROMIUM, CHROMIUM_ARGUMENTS } from "./chromium.ts";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";

const ROOT = new URL("../../", import.meta.url);
/** JupyterLab and its kernels on a slow machine, in milliseconds. */
const START_LIMIT_MS = 120_000;
const CELL_LIMIT_MS = 180_000;

/** A running JupyterLab and a browser. */
export interface LabInBrowser extends AsyncDisposable {
  readonly browser: Browser;
  /** Where a notebook of the working copies opens. */
  urlOf(notebook: string): string;
}

/**
 * Starts both.
 * @param folder where the working copies go, as seen from the project.
 * @param results where the notebooks' runs write to.
 */
export async function startLab(folder: string, results: string): Promise<LabInBrowser> {
  const token = crypto.randomUUID();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      fileURLToPath(new URL("lib/cli/lab.ts", ROOT)),
      "--folder",
      folder,
      "--no-browser",
      "--port=0",
      `--IdentityProvider.token=${token}`,
    ],
    env: { WORKSHOP_TARGET: "embedded", WORKSHOP_RESULTS: results, WORKSHOP_PACE: "eyes" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
  const stop = async () => {
    await browser.close();
    child.kill("SIGTERM");
    await child.status;
  };
  try {
    const base = await addressOf(child.stderr);
    return {
      browser,
      urlOf: (notebook) => `${base}lab/tree/${notebook}?token=${token}&reset`,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where it says it listens. Goes on reading, so that it can go on writing. */
async function addressOf(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const heard: string[] = [];
  const address = Promise.withResolvers<string>();
  const late = setTimeout(() => address.reject(new Error(heard.join("\n"))), START_LIMIT_MS);
  (async () => {
    for await (const line of createInterface({ input: Readable.from(stderr) })) {
      heard.push(line);
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(line);
      if (found) address.resolve(found[0]);
    }
    address.reject(new Error(`JupyterLab ended:\n${heard.join("\n")}`));
  })();
  return await address.promise.finally(() => clearTimeout(late));
}

/** One open notebook. */
export class OpenNotebook {
  /** What the page's console called an error. */
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  /** Opens it, and waits for its kernel and its cells. @param options.cells how many code cells it has */
  static async open(
    { browser, urlOf }: LabInBrowser,
    notebook: string,
    { cells, dark = false, width = 1400 }: {
      readonly cells: number;
      readonly dark?: boolean;
      readonly width?: number;
    },
  ): Promise<OpenNotebook> {
    const context = await browser.newContext({
      colorScheme: dark ? "dark" : "light",
      viewport: { width, height: 1000 },
    });
    const page = await context.newPage();
    const open = new OpenNotebook(page);
    await page.goto(urlOf(notebook));
    await open.cells.nth(cells - 1).waitFor({ state: "attached", timeout: START_LIMIT_MS });
    await page.getByText("Deno | Idle").waitFor({ timeout: START_LIMIT_MS });
    return open;
  }

  get #panel(): Locator {
    return this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
  }

  /** The code cells, in order. */
  get cells(): Locator {
    return this.#panel.locator(".jp-CodeCell");
  }

  /** Where among the code cells the first one that holds this text is. */
  async positionOf(text: string): Promise<number> {
    const texts = await this.cells.locator(".cm-content").allInnerTexts();
    return texts.findIndex((cell) => cell.includes(text));
  }

  /** Puts this text in the place of a code cell's. */
  async type(position: number, text: string): Promise<void> {
    await this.cells.nth(position).locator(".cm-content").click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.type(text);
  }

  /**
   * Runs the code cell at this position and sees it end.
   * @param watch called with the outputs' text again and again meanwhile.
   * @returns the outputs' text at the end.
   */
  async run(position: number, watch: (text: string) => void = () => {}): Promise<string> {
    const cell = this.cells.nth(position);
    const text = () => cell.locator(".jp-Cell-outputArea").innerText();
    await cell.scrollIntoViewIfNeeded();
    await cell.locator(".cm-content").click({ position: { x: 4, y: 4 } });
    await this.page.keyboard.press("Control+Enter");
    const ended = cell.locator(".jp-InputPrompt").filter({ hasText: /^\[\d+\]:/ })
      .waitFor({ timeout: CELL_LIMIT_MS }).then(() => true);
    while (!await Promise.race([ended, this.page.waitForTimeout(100).then(() => false)])) {
      watch(await text());
    }
    await this.page.waitForTimeout(200); // the last output may come after the kernel's reply
    const failure = cell.locator("[data-mime-type='application/vnd.jupyter.error']");
    if (await failure.count() > 0) assert.fail(await failure.first().innerText());
    return await text();
  }
}
