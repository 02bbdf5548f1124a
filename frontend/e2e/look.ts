import AxeBuilder from "@axe-core/playwright";
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { results } from "./portal";

const pictures = join(results, "pages");
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const complaints = new WeakMap<BrowserContext, string[]>();

/** Notes what pages of a context complain about: script errors, refused styles and scripts, resources that are missing. */
export function listen(context: BrowserContext): void {
  const list: string[] = [];
  const refused = new Set<string>(); // refusals that a page or its script puts into words; a missing style or picture is none
  complaints.set(context, list);
  context.on("weberror", (error) => list.push(String(error.error())));
  context.on("response", (response) => {
    if (response.status() >= 500) list.push(`${response.status()} ${response.url()}`);
    if (response.status() >= 400 && ["document", "fetch", "xhr"].includes(response.request().resourceType())) refused.add(response.url());
  });
  context.on("console", (message) => {
    if (message.type() !== "error" && !/violat|refused/i.test(message.text())) return;
    if (/Failed to load resource/.test(message.text()) && refused.has(message.location().url)) return;
    list.push(`${message.text()} (${message.location().url})`);
  });
}

/** Expects that no page of the context has complained so far. */
export function quiet(context: BrowserContext): void {
  expect(complaints.get(context) ?? [], "errors in the browser's console").toEqual([]);
}

interface Looking {
  script?: boolean; // false where the context runs no script
}

/**
 * Looks at a page as a careful visitor would: axe finds nothing, nothing is wider than a screen of 320 pixels, the console is quiet.
 * Leaves pictures of it at desk and phone width in test-results/pages.
 */
export async function look(page: Page, name: string, how: Looking = {}): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 800 };
  mkdirSync(pictures, { recursive: true });
  await page.waitForLoadState("load");
  await tall(page, before.width); // so that bars which stick to the bottom cover nothing
  expect.soft(how.script === false ? await axeOnCopy(page) : await axe(page), `axe on ${name} (${page.url()})`).toEqual([]);
  for (const [width, screen] of [[1280, "desk"], [375, "phone"]] as const) {
    await tall(page, width);
    await page.screenshot({ path: join(pictures, `${name}-${screen}.jpg`), type: "jpeg", quality: 80, animations: "disabled" });
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect.soft(await tooWide(page), `wider than 320 pixels on ${name}`).toEqual([]);
  await page.setViewportSize(before);
  quiet(page.context());
}

async function axe(page: Page): Promise<string[]> {
  // No page has frames: the legacy mode does without a second window. Only what is wrong is worked out in full.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).withTags(standards).setLegacyMode(true).analyze();
  return violations.map((v) => {
    const where = v.nodes.map((n) => `${n.target.join(" ")}: ${n.failureSummary?.split("\n").at(-1)?.trim() ?? ""}`);
    return [`${v.id}: ${v.help}`, ...where].join("\n  ");
  });
}

/** axe is a script: where none may run it looks at a copy of the page in a browser that runs axe but none of the page's own. */
async function axeOnCopy(page: Page): Promise<string[]> {
  const html = (await page.content()).replaceAll(/<(\/?)noscript/g, "<$1div");
  const viewport = page.viewportSize();
  const context = await page.context().browser()!.newContext({ viewport });
  await context.addCookies(await page.context().cookies());
  const copy = await context.newPage();
  await copy.route(page.url(), (route) =>
    route.fulfill({ body: html, contentType: "text/html; charset=utf-8", headers: { "Content-Security-Policy": "script-src 'none'" } }),
  );
  await copy.goto(page.url());
  const found = await axe(copy);
  await context.close();
  return found;
}

/** Makes the screen as high as the page. */
async function tall(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.setViewportSize({ width, height: Math.max(800, await page.evaluate(() => document.documentElement.scrollHeight)) });
}

/** Names the elements that stick out of the window, where the page can be scrolled sideways. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const clipped = (e: Element) => ["hidden", "clip", "auto", "scroll"].includes(getComputedStyle(e.parentElement ?? e).overflowX);
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1 && !clipped(e));
    const deepest = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)));
    return (deepest.length > 0 ? deepest : [document.body]).slice(0, 5).map((e) => `${e.tagName}.${e.className} ${(e.textContent ?? "").trim().slice(0, 40)}`);
  });
}
