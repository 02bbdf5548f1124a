import { test as base, type BrowserContext, type BrowserContextOptions, type Cookie, type Page } from "@playwright/test";
import { listen, quiet } from "./look";
import { startPortal, type Portal } from "./portal";
import { signInClerk } from "./people";

export { expect } from "@playwright/test";

interface Worker {
  /** Journeys of another town have a portal of their own: whoever claims the next case must find no other journey's in the queue. */
  town: string;
  portal: Portal;
  badges: Map<string, Cookie[]>; // what clerks carry who signed in before
}

interface Journey {
  /** A fresh browser: another person, or another device. Its pages must stay quiet to the end. */
  browse: (how?: BrowserContextOptions) => Promise<Page>;
  /** A clerk at his desk, signed in by password and second factor when he comes first. */
  clerk: (login: string, how?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Journey, Worker>({
  town: ["", { option: true, scope: "worker" }],
  portal: [
    async ({}, use, info) => {
      const portal = await startPortal(info.parallelIndex);
      await use(portal);
      await portal.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  badges: [async ({}, use) => use(new Map()), { scope: "worker" }],
  baseURL: async ({ portal }, use) => use(portal.url),
  context: async ({ context }, use) => {
    listen(context);
    await use(context);
    quiet(context);
  },
  browse: async ({ browser, baseURL, viewport, locale, timezoneId }, use, info) => {
    const open: BrowserContext[] = [];
    await use(async (how = {}) => {
      const context = await browser.newContext({ baseURL, viewport, locale, timezoneId, acceptDownloads: true, ...how });
      context.setDefaultTimeout(15_000);
      listen(context);
      open.push(context);
      return context.newPage();
    });
    if (info.status !== info.expectedStatus) await tell(open);
    for (const context of open) {
      quiet(context);
      await context.close();
    }
  },
  clerk: async ({ browse, badges }, use) => {
    await use(async (login, how = {}) => {
      const badge = badges.get(login);
      const page = await browse(how);
      if (badge) {
        await page.context().addCookies(badge);
        await page.goto("/desk");
      } else {
        await signInClerk(page, login);
        badges.set(login, await page.context().cookies());
      }
      return page;
    });
  },
});

/** Prints what the open pages say, so that a failure elsewhere can be understood from its log alone. */
async function tell(contexts: BrowserContext[]): Promise<void> {
  for (const page of contexts.flatMap((context) => context.pages())) {
    const text = await page.locator("main").innerText({ timeout: 2_000 }).catch(() => "");
    console.log(`--- ${page.url()}\n${text.slice(0, 1_500)}`);
  }
}
