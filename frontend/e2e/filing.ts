import type { Page } from "@playwright/test";
import { draftOf, receiptLine } from "./application";
import { expect } from "./journey";
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
export async function assured(page: Page, who: string, act: () => Promise<void>): Promise<void> {
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
  await assured(page, name, () => page.locator("main").getByRole("button", { name: /开始填写|在线办理/ }).first().click());
  if (!page.url().includes("/drafts/")) await assured(page, name, () => page.getByRole("button", { name: "开始填写" }).click());
  return draftOf(page);
}

/** Hands a complete draft in as the unit's head, and returns the number on the receipt. */
export async function handIn(page: Page, draft: string, name: string): Promise<string> {
  await page.goto(`${draft}/check`);
  await assured(page, name, () => page.locator("main").getByRole("button", { name: /提交/ }).last().click());
  return receiptLine(page, "办件编号");
}
