import { expect, type Page } from "@playwright/test";
import { healthCertificate, type File } from "./papers";
import { mobileOf, signIn, textMessage } from "./people";

export const item = "爆破作业人员许可（到期换证）";

/** Where a draft's pages are; only valid while its page is open. */
export function draftOf(page: Page): string {
  const draft = /\/drafts\/[0-9a-f-]{36}/.exec(page.url())?.[0];
  if (!draft) throw new Error(`not a page of a draft: ${page.url()}`);
  return draft;
}

/** Waits until the page says that everything is saved. */
export async function saved(page: Page): Promise<void> {
  await expect(page.locator("[data-save-state]")).toHaveAttribute("data-save-state", "saved", { timeout: 3_000 });
}

export async function goOn(page: Page): Promise<void> {
  await page.locator(".pp-sticky, main").getByRole("button", { name: "保存并继续", exact: true }).last().click();
}

export async function fillAddress(page: Page, question: string, area: string, detail: string): Promise<void> {
  const group = page.getByRole("group", { name: question });
  await group.getByLabel("县（市、区）").selectOption({ label: area });
  await group.getByLabel("详细地址").fill(detail);
}

export async function choose(page: Page, question: string, answer: string): Promise<void> {
  await page.getByRole("group", { name: question }).getByRole("radio", { name: answer }).check();
}

/** Fills what a medical certificate says; the file itself is sent apart. */
export async function fillHealth(page: Page, date = "2026-08-20"): Promise<void> {
  await page.getByLabel("体检证明出具日期").fill(date);
  await page.getByLabel("出具医院").fill("益阳市中心医院");
}

export async function declareAll(page: Page): Promise<void> {
  for (const box of await page.getByRole("checkbox", { name: "我已阅读并作出以上声明" }).all()) await box.check();
}

/** Chooses a file where script sends it at once, and waits until it has arrived. */
export async function upload(page: Page, question: string, file: File): Promise<void> {
  const area = page.locator(`[data-question="${question}"]`);
  await area.locator("input[type=file]").setInputFiles(file);
  await expect(area.locator("file-upload")).toHaveAttribute("data-state", "done", { timeout: 20_000 });
}

/** Proves with a code by text message that it is really him, where the portal asks for it. */
export async function confirmIdentity(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "确认是您本人" })).toBeVisible();
  const mobile = await mobileOf(page, name);
  await page.getByRole("button", { name: "获取验证码" }).click();
  let code = "";
  await expect.poll(async () => (code = /\d{6}/.exec(await textMessage(page, mobile))?.[0] ?? "")).toMatch(/^\d{6}$/);
  await page.getByLabel("短信验证码").fill(code);
  await page.locator("main").getByRole("button", { name: "确认", exact: true }).click();
}

interface Applicant {
  name: string;
  area: string;
  unit: string; // who signs for his unit
}

/** The short way to a received case, for journeys that begin there: fills everything by plain forms and has the unit sign. page is the applicant's. */
export async function handIn(browse: (how?: object) => Promise<Page>, who: Applicant): Promise<{ page: Page; draft: string; number: string }> {
  const page = await browse({ javaScriptEnabled: false });
  await page.goto("/items/430900-ZA-0022/start");
  await signIn(page, who.name);
  await page.getByRole("button", { name: "开始填写" }).click();
  await confirmIdentity(page, who.name);
  await page.getByRole("button", { name: "开始填写" }).click();
  const draft = draftOf(page);
  await page.goto(`${draft}/sections/applicant`);
  await fillAddress(page, "现住址", who.area, "人民路 1 号");
  await goOn(page);
  await page.goto(`${draft}/sections/practice`);
  await choose(page, "近 5 年有没有发生爆破作业责任事故", "否");
  await goOn(page);
  await page.locator("[data-question=health_cert] input[type=file]").setInputFiles(healthCertificate(20));
  await fillHealth(page);
  await goOn(page);
  await choose(page, "同意使用人口库里的照片", "是");
  await goOn(page);
  await choose(page, "新证怎么给您", "到窗口自取");
  await goOn(page);
  await declareAll(page);
  await goOn(page);
  await page.goto(`${draft}/check`);
  await page.getByRole("button", { name: "确认并送单位签章" }).click();

  const unit = await browse({ javaScriptEnabled: false });
  await unit.goto("/unit/sign");
  await signIn(unit, who.unit);
  await unit.getByRole("link", { name: new RegExp(who.name) }).click();
  await unitSigns(unit, who.unit);
  const number = await receiptLine(unit, "办件编号");
  await unit.context().close();
  return { page, draft, number };
}

/** Signs the form that is open; who signed in by password alone proves himself once more on the way. */
export async function unitSigns(page: Page, signer: string): Promise<void> {
  const sign = async () => {
    await page.getByRole("checkbox", { name: "本单位作出以上声明" }).check();
    await page.getByRole("button", { name: "签章并提交" }).click();
  };
  await sign();
  await confirmIdentity(page, signer);
  await sign();
  await expect(page.getByRole("heading", { level: 1, name: "申请已收到" })).toBeVisible();
}

/** What stands on the receipt beside a name. */
export async function receiptLine(page: Page, name: string): Promise<string> {
  const line = page.locator(".pp-receipt-numbers > div").filter({ has: page.getByText(name, { exact: true }) });
  return (await line.locator(".pp-number").innerText()).replaceAll(/\s/g, "");
}
