import { expect, type Page } from "@playwright/test";

/** Takes the next case of a queue, from the officer's first page. */
export async function claim(page: Page, stage: string): Promise<void> {
  await page.goto("/desk");
  await page.getByRole("listitem").filter({ has: page.getByRole("link", { name: stage, exact: true }) }).getByRole("button", { name: /领取下一件/ }).click();
  await expect(page).toHaveURL(/\/desk\/cases\//);
}

/** Judges every open point of the checklist as passed. */
export async function passOpenChecks(page: Page, note: string): Promise<void> {
  const open = page.locator("#checks li[data-mark=open]");
  for (const point of await open.all()) {
    await point.getByRole("radio", { name: "通过", exact: true }).check();
    await point.getByRole("textbox").fill(note);
  }
  await page.getByRole("button", { name: "保存核查结论" }).click();
  await expect(page.getByText("核查结论已保存。")).toBeVisible();
  await expect(open).toHaveCount(0);
}

/** Does an act whose form stands on the page, with what it asks for. */
export async function act(page: Page, form: string, title: string, fill?: { opinion?: string; choose?: string; waybill?: string }): Promise<void> {
  const asked = page.locator(`form#${form}`);
  await unfold(page, form);
  if (fill?.choose) await asked.getByRole("radio", { name: fill.choose, exact: true }).check();
  if (fill?.opinion) await asked.getByRole("textbox").fill(fill.opinion);
  if (fill?.waybill) await asked.getByLabel("邮件单号").fill(fill.waybill);
  await asked.getByRole("button", { name: title }).last().click();
  await expect(page.getByText(`已完成“`)).toBeVisible();
}

/** Claims from a queue until the case comes. */
export async function claimCase(page: Page, stage: string, path: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/desk/queue/430900-zhi/${stage}`);
    await page.getByRole("button", { name: /领取下一件/ }).first().click();
    await expect(page).toHaveURL(new RegExp(path), { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

/** Sends a form of a case, whose act stays at it. */
export async function send(page: Page, form: string): Promise<void> {
  await page.locator(`form#${form}`).getByRole("button").last().click();
  await expect(page.getByText("已完成“").first()).toBeVisible();
}

/** Opens the fold of a form. */
export async function unfold(page: Page, form: string): Promise<void> {
  await expect(page.locator(`form#${form}`)).toHaveCount(1);
  await page.locator(`details:has(form#${form})`).evaluateAll((all) => all.forEach((d) => d.setAttribute("open", "")));
}
