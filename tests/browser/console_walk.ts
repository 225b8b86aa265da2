/**
 * The console in Debian's Chromium, on a gateway under traffic. With `SCREENSHOTS=folder` it leaves pictures to look at.
 * @module
 */
import assert from "node:assert/strict";
import { chromium, type Page } from "playwright-core";
import { SystemClock } from "../../lib/core/clock.ts";
import { routedGateway } from "../routed_gateway.ts";
import { CHROMIUM, CHROMIUM_ARGUMENTS } from "./chromium.ts";

const LIMIT_MS = 20_000;
const screenshots = Deno.env.get("SCREENSHOTS");

async function underTraffic() {
  const clock = new SystemClock();
  const gateway = await routedGateway(1, { strategy: "backend-pool" });
  const stop = new AbortController();
  const traffic = (async () => {
    while (!stop.signal.aborted) {
      fetch(gateway.url, {
        method: "POST",
        headers: { "content-type": "application/json", "Ocp-Apim-Subscription-Key": gateway.key },
        body: JSON.stringify({ input: "What color is the sky?", max_output_tokens: 20 }),
      }).then((reply) => reply.body?.cancel(), () => {});
      await clock.sleep(150, stop.signal).catch(() => {});
    }
  })();
  return {
    url: gateway.console,
    key: gateway.key,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await traffic;
      await gateway[Symbol.asyncDispose]();
    },
  };
}

async function picture(page: Page, name: string): Promise<void> {
  if (screenshots) await page.screenshot({ path: `${screenshots}/console-${name}.png` });
}

Deno.test("console in a browser: a request, its trace, a breaker tripped by a fault, a policy broken and mended", async () => {
  await using it = await underTraffic();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_ARGUMENTS });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(LIMIT_MS);
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(error.message));
    const seen: string[] = [];
    page.on("response", async (response) => {
      if (response.url().includes("/api/") && !response.url().endsWith("/events")) {
        seen.push(await response.text().catch(() => ""));
      }
    });
    await page.addInitScript(`window.EventSource = class extends EventSource {
      constructor(url) {
        super(url);
        window.feed = this;
        this.addEventListener("requests", ({ data }) => this.told = data);
      }
    };`);
    await page.goto(it.url);

    // a request arrives; its trace tells who served
    const first = page.locator(".rows .row a").first();
    await first.waitFor();
    await picture(page, "live");
    await first.click();
    await page.getByRole("heading", { name: /^POST / }).waitFor();
    await page.getByText("forward-request").first().waitFor();
    await picture(page, "request");

    // a feed that was broken off tells the last requests again: each is listed once
    await page.getByRole("link", { name: "Live" }).click();
    await first.waitFor();
    await page.evaluate(`feed.dispatchEvent(new Event("open"));
      feed.dispatchEvent(new MessageEvent("requests", { data: feed.told }))`);
    await page.waitForTimeout(300);
    const listed = await page.locator(".rows .row a").evaluateAll((links) =>
      links.map((link) => (link as unknown as { ariaLabel: string }).ariaLabel)
    );
    assert.deepEqual(listed, [...new Set(listed)]);

    // two requests beside each other
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Go on" }).waitFor(); // from now on the list stands still
    const boxes = page.locator('.rows input[type="checkbox"]');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByRole("link", { name: "Compare the two" }).click();
    await page.getByRole("heading", { name: /^POST / }).nth(1).waitFor();

    // a fault trips a breaker
    await page.getByRole("link", { name: "Routing" }).click();
    await page.getByLabel("State of backend-a").selectOption({ label: "fails (500)" });
    await page.locator(".card.open", { hasText: "calls resume" }).first().waitFor();
    await picture(page, "routing");
    await page.getByLabel("State of backend-a").selectOption({ label: "well" });

    // a wrong policy shows its place, is refused, is mended, put, and taken back
    await page.getByRole("link", { name: "Policy", exact: true }).click();
    const editor = page.getByLabel("Policy document").locator(".cm-content");
    await editor.waitFor();
    await editor.click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("<oops/>");
    await page.getByLabel("Findings").getByText("1:1").first().waitFor();
    await picture(page, "policy");
    await page.keyboard.press("Control+z");
    await page.getByText("as the service has it").waitFor();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type("<!-- mine -->");
    await page.getByRole("button", { name: "Put", exact: true }).click();
    await page.getByText("It serves now.").waitFor();
    await page.getByLabel("Subscription key").fill(it.key);
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByRole("link", { name: "its trace" }).waitFor();
    await page.getByRole("button", { name: "Back to the one before" }).click();
    await page.getByText("The one before serves again.").waitFor();
    assert.doesNotMatch(await editor.textContent() ?? "", /mine/);
    assert.doesNotMatch(seen.findLast((text) => text.includes("rawxml")) ?? "", /mine/);

    // narrow and dark: nothing is wider than the page
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 400, height: 800 });
    for (const view of ["live", "routing", "configuration", "policy", "reports"]) {
      await page.goto(`${it.url}#${view}`);
      await page.waitForTimeout(300);
      const wider = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      assert.ok(wider <= 1, `${view} is ${wider} px wider than a phone`);
      const cut = await page.evaluate<string[]>(
        `[...document.querySelectorAll(".row .mono, .row .number")]
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ textContent }) => textContent)`,
      );
      assert.deepEqual(cut, [], `${view} cuts times`);
      await picture(page, `phone-${view}`);
    }
    assert.ok(
      seen.length > 5 && seen.every((text) => !text.includes(it.key)),
      "no key on the wire",
    );
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
});
