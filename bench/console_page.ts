/**
 * The console's page in Debian's Chromium while the gateway serves: whether its heap, its process and the gateway's
 * stay flat, whether the feed loses anything, and how long a click on a request takes until its trace is painted.
 *
 *     deno run -A bench/console_page.ts [--seconds N] [--rate R]
 *
 * By default ten minutes at 50 requests a second. CHROMIUM names another browser.
 * @module
 */
import { type CDPSession, chromium, type Page } from "playwright-core";
import { CHROMIUM, CHROMIUM_ARGUMENTS } from "../tests/browser/chromium.ts";
import { ownArguments } from "./support/arguments.ts";
import { GATEWAY_FLAGS, startServer } from "./support/process.ts";
import { memoryMiB } from "./support/process_tree.ts";
import { median } from "./support/statistics.ts";

const { seconds, rate } = ownArguments({ seconds: 600, rate: 50 });

const LOOKS = 12;
const CLICKS = 15;
/** Requests in the list when clicks are measured, at the least. */
const LISTED = 1_000;
const MOST_CLICK_MS = 100;
/**
 * What the last third's peak may be above the middle one's, of which a small heap's own breathing is the more: the
 * list holds 5,000 to 10,000 requests.
 */
const MOST_GROWTH = 0.1;
const BREATH_MIB = 2;

interface Feed {
  readonly errors: number;
  readonly lines: number;
  readonly skipped: number;
  readonly gaps: number;
}

/** Counts what the page is told, beside it. */
const COUNT_THE_FEED = `
  window.feed = { errors: 0, lines: 0, skipped: 0, gaps: 0 };
  let last = 0;
  window.EventSource = class extends EventSource {
    constructor(url) {
      super(url);
      this.addEventListener("error", () => feed.errors++);
      this.addEventListener("requests", ({ data }) => {
        const { lines, skipped } = JSON.parse(data);
        feed.lines += lines.length;
        feed.skipped += skipped;
        if (last > 0 && skipped === 0 && lines.length > 0 && lines[0].id !== last + 1) feed.gaps++;
        last = lines.at(-1)?.id ?? last;
      });
    }
  };`;

/** Milliseconds from a click on the newest request to the frame after its trace stands in the page. */
const CLICK = `new Promise((resolve) => {
  const start = performance.now();
  const painted = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
  const observer = new MutationObserver(() => {
    if (document.querySelector("main .step") === null) return;
    observer.disconnect();
    painted();
  });
  observer.observe(document.querySelector("main"), { childList: true, subtree: true });
  document.querySelector(".rows .row a").click();
})`;

async function clickMs(page: Page): Promise<number> {
  await page.locator(".rows .row a").first().waitFor();
  const took = await page.evaluate<number>(CLICK);
  await page.evaluate("location.hash = 'live'");
  return took;
}

async function heapMiB(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 2 ** 20;
}

/** The peaks of a run's middle and last third. */
function peaks(looks: readonly number[]): { middle: number; last: number } {
  const third = Math.floor(looks.length / 3);
  return {
    middle: Math.max(...looks.slice(third, 2 * third)),
    last: Math.max(...looks.slice(2 * third)),
  };
}

await using server = await startServer(
  new URL("support/console_gateway.ts", import.meta.url),
  [String(rate)],
  GATEWAY_FLAGS,
);
const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(60_000);
  await page.addInitScript(COUNT_THE_FEED);
  await page.goto(server.url);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  const system = await browser.newBrowserCDPSession();
  const rendererMiB = async () => {
    const { processInfo } = await system.send("SystemInfo.getProcessInfo");
    return Math.max(
      ...processInfo.filter(({ type }) => type === "renderer").map(({ id }) => memoryMiB(id)),
    );
  };
  const looks = { heap: [] as number[], renderer: [] as number[], gateway: [] as number[] };
  for (let i = 0; i < LOOKS; i++) {
    await page.waitForTimeout(seconds * 1000 / LOOKS);
    looks.heap.push(await heapMiB(session));
    looks.renderer.push(await rendererMiB());
    looks.gateway.push(server.memoryMiB());
  }
  await page.waitForFunction(`feed.lines >= ${LISTED}`, undefined, {
    timeout: LISTED / rate * 5e3,
  });
  const clicks: Record<string, number[]> = {};
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await clickMs(page);
    clicks[colorScheme] = [];
    for (let i = 0; i < CLICKS; i++) clicks[colorScheme].push(await clickMs(page));
  }
  const feed = await page.evaluate<Feed>("feed");

  let met = feed.errors === 0 && feed.gaps === 0;
  console.log(
    `console_page feed: ${feed.lines} requests told, ${feed.skipped} counted only, ` +
      `${feed.gaps} lost, ${feed.errors} times broken off`,
  );
  for (const [name, values] of Object.entries(looks)) {
    const { middle, last } = peaks(values);
    met &&= last - middle <= Math.max(BREATH_MIB, MOST_GROWTH * middle);
    console.log(
      `console_page ${name} in ${seconds} s: ${
        values.map((one) => one.toFixed(1)).join(" ")
      } MiB, ` +
        `at most ${middle.toFixed(1)} in the middle third, ${last.toFixed(1)} in the last`,
    );
  }
  for (const [name, values] of Object.entries(clicks)) {
    met &&= median(values) <= MOST_CLICK_MS;
    console.log(
      `console_page click to painted trace, ${name}: median ${median(values).toFixed(0)} ms, ` +
        `slowest of ${CLICKS} ${Math.max(...values).toFixed(0)} ms`,
    );
  }
  console.log(
    `console_page goal: nothing lost, growth <= ${
      100 * MOST_GROWTH
    }% or ${BREATH_MIB} MiB, click <= ${MOST_CLICK_MS} ms: ${met ? "met" : "MISSED"}`,
  );
  Deno.exitCode = met ? 0 : 1;
} finally {
  await browser.close();
}
