import type { Page } from "@playwright/test";
import { draftOf, receiptLine } from "./application";
import { act, claim } from "./desk";
import { expect } from "./journey";
import { look } from "./look";
import { confirmIfAsked, mobileOf } from "./people";

/** Answers questions of a draft as its own script does when somebody types. */
export async function answer(page: Page, draft: string, answers: object): Promise<void> {
  const status = await page.evaluate(async ([path, body]) => {
    const sent = await fetch(`${path}/answers`, { method: "POST", headers: { "Content-Type": "application/json" }, body: body! });
    return `${sent.status} ${sent.ok ? "" : await sent.text()}`;
  }, [draft, JSON.stringify({ answers })]);
  expect(status.trim()).toBe("200");
}

/** Does what may ask on the way who sits there, and then once more. */
async function assured(page: Page, who: string, act: () => Promise<void>): Promise<void> {
  await act();
  if (await confirmIfAsked(page, /^\d+$/.test(who) ? who : await mobileOf(page, who))) await act();
}

/** Chooses for whom the person acts. */
export async function actFor(page: Page, unit: string): Promise<void> {
  await page.goto("/me");
  await page.getByRole("button", { name: new RegExp(unit) }).click();
}

/** Begins what the page offers, and returns the draft's path. */
export async function begin(page: Page, name: string): Promise<string> {
  const press = (button: RegExp) => async (): Promise<void> => {
    const from = page.url();
    await page.locator("main").getByRole("button", { name: button }).first().click();
    await page.waitForURL((now) => now.href !== from); // a second press before the first has led anywhere would begin twice
  };
  await assured(page, name, press(/开始填写|在线办理/));
  if (!page.url().includes("/drafts/")) await assured(page, name, press(/开始填写|另外新建一份/)); // somebody who has a draft is asked first
  return draftOf(page);
}

/** Hands a complete draft in as the unit's head, and returns the number on the receipt. */
export async function handIn(page: Page, draft: string, name: string): Promise<string> {
  await page.goto(`${draft}/check`);
  await assured(page, name, () => page.locator("main").getByRole("button", { name: /提交/ }).last().click());
  return receiptLine(page, "办件编号");
}

/** Takes the case that waits at the window, and files it. The registers have said what they know, so one button is enough. */
export async function file(desk: Page, number: string, picture: string, script = true): Promise<void> {
  await expect(async () => claim(desk, "受理")).toPass({ timeout: 20_000 });
  await expect(desk.locator("main")).toContainText(number);
  await expect(async () => {
    await desk.reload();
    await expect(desk.locator("#checks li[data-mark=open]")).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await look(desk, picture, { script });
  await act(desk, "file", "予以备案");
}

/** Opens the receipt of what the unit has filed, and returns the path that its QR code leads to. */
export async function openReceipt(page: Page, item: string, picture: string): Promise<string> {
  await page.goto("/me/cases");
  await page.getByRole("link", { name: new RegExp(item) }).first().click();
  await page.getByRole("link", { name: /备案回执/ }).first().click();
  await look(page, picture);
  const address = new URL((await page.getByRole("link", { name: "核验页面" }).getAttribute("href"))!).pathname;
  expect(address).toMatch(/^\/filings\/BA[A-Z2-7]{24}$/);
  return address;
}

/** Follows the address of a receipt as a stranger does: the filing stands there, without the names of persons. */
export async function verify(stranger: Page, address: string, holder: string, person: string, picture: string): Promise<void> {
  await stranger.goto(address);
  await expect(stranger.getByRole("heading", { name: holder, level: 1 })).toBeVisible();
  await expect(stranger.locator("main")).toContainText("益公治备〔2026〕");
  await expect(stranger.locator("main")).not.toContainText(person);
  await look(stranger, picture);
}
