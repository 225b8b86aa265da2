/**
 * `deno task lab` in a real browser: starts it, opens notebooks and runs their cells one by one.
 * @module
 */
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const ROOT = new URL("../../", import.meta.url);
const CHROMIUM = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";
const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** JupyterLab and its kernels on a slow machine. */
const START_LIMIT_MS = 90_000;

/** A running JupyterLab and a browser. */
export interface LabInBrowser extends AsyncDisposable {
  readonly browser: Browser;
  /** Where a notebook of the working copies opens. */
  urlOf(notebook: string): string;
}

/** Starts both. @param args JupyterLab's own */
export async function startLab(args: readonly string[] = []): Promise<LabInBrowser> {
  const token = crypto.randomUUID();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      fileURLToPath(new URL("lib/cli/lab.ts", ROOT)),
      "--no-browser",
      "--port=0",
      `--IdentityProvider.token=${token}`,
      ...args,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const heard: string[] = [];
  const address = Promise.withResolvers<string>();
  const limit = setTimeout(
    () => address.reject(new Error(`too late:\n${heard.join("\n")}`)),
    START_LIMIT_MS,
  );
  (async () => {
    for await (const line of createInterface({ input: Readable.from(child.stderr) })) {
      heard.push(line);
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(line);
      if (found) address.resolve(found[0]);
    }
    address.reject(new Error(`JupyterLab ended:\n${heard.join("\n")}`));
  })();
  const base = await address.promise.finally(() => clearTimeout(limit));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
  return {
    browser,
    urlOf: (notebook) => `${base}lab/tree/${notebook}?token=${token}&reset`,
    async [Symbol.asyncDispose]() {
      await browser.close();
      child.kill("SIGTERM");
      await child.status;
    },
  };
}

/** One open notebook. */
export class OpenNotebook {
  /** What the page's console said that is an error. */
  readonly errors: string[] = [];

  private constructor(readonly page: Page) {
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  /** Opens it and waits for its kernel. */
  static async open(
    { browser, urlOf }: LabInBrowser,
    notebook: string,
    { dark = false, width = 1400, height = 1000 } = {},
  ): Promise<OpenNotebook> {
    const context = await browser.newContext({
      colorScheme: dark ? "dark" : "light",
      viewport: { width, height },
    });
    const page = await context.newPage();
    const open = new OpenNotebook(page);
    await page.goto(urlOf(notebook));
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: START_LIMIT_MS });
    await page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").waitFor({
      timeout: START_LIMIT_MS,
    });
    return open;
  }

  /** The code cells, in order. */
  get cells() {
    return this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell");
  }

  /** Runs the code cell at this position, sees it end, and gives its outputs' text. */
  async run(position: number, { limitMs = 120_000 } = {}): Promise<string> {
    const cell = this.cells.nth(position);
    await cell.scrollIntoViewIfNeeded();
    await cell.locator(".jp-InputArea").click({ position: { x: 4, y: 4 } });
    await this.page.keyboard.press("Control+Enter");
    await cell.locator(".jp-InputPrompt").filter({ hasText: /^\[\d+\]:/ }).waitFor({
      timeout: limitMs,
    });
    const failure = cell.locator("[data-mime-type='application/vnd.jupyter.stderr']");
    if (await failure.count() > 0) assert.fail(await failure.first().innerText());
    return await cell.locator(".jp-OutputArea").allInnerTexts().then((texts) => texts.join("\n"));
  }
}
