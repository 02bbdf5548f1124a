import { expect, type Page } from "@playwright/test";

/** The password of every account of a demonstration. */
export const password = "Yiyang-demo-2026";

/** The password that newcomers choose. */
const ownPassword = "Zishanhu-School-26";

/** Mobile number of a person as the sign-in page's list of demo accounts shows it. */
export async function mobileOf(page: Page, name: string): Promise<string> {
  const html = await asVisitor(page, "/sign-in");
  const line = new RegExp(`<code>(1\\d{10})</code>\\s*<span>${name}`).exec(html);
  if (!line?.[1]) throw new Error(`no demo account of ${name}`);
  return line[1];
}

/** Signs a person of the demonstration, or one who has registered, in by mobile number and password, from the page that asked for it or from the sign-in page. */
export async function signIn(page: Page, who: string | Newcomer): Promise<void> {
  if (page.url() === "about:blank" || !new URL(page.url()).pathname.startsWith("/sign-in")) await page.goto("/sign-in");
  const mobile = typeof who === "string" ? await mobileOf(page, who) : who.mobile;
  await page.getByLabel("手机号码、公民身份号码或工作账号").fill(mobile);
  await page.getByLabel("密码", { exact: true }).fill(typeof who === "string" ? password : ownPassword);
  await page.locator("main").getByRole("button", { name: "登录", exact: true }).click();
}

/** Signs an officer in: password, then the code that the test outbox shows instead of his authenticator. */
export async function signInClerk(page: Page, login: string, at?: { onStep?: () => Promise<void> }): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("手机号码、公民身份号码或工作账号").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.locator("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("heading", { name: "动态验证码", level: 1 })).toBeVisible();
  await at?.onStep?.();
  await page.getByLabel("动态验证码").fill(await secondFactor(page, login));
  await page.locator("main").getByRole("button", { name: "登录", exact: true }).click();
  await expect(page).toHaveURL(/\/desk/);
}

/** An officer's present code. One that was used already is gone until the next half minute. */
export async function secondFactor(page: Page, login: string): Promise<string> {
  let code = "";
  await expect
    .poll(async () => (code = await outboxCode(page, login)), { message: `code of ${login}`, timeout: 35_000, intervals: [100, 1_000] })
    .toMatch(/^\d{6}$/);
  return code;
}

async function outboxCode(page: Page, login: string): Promise<string> {
  const html = await asVisitor(page, "/demo/outbox");
  const line = new RegExp(`<code>${login}</code>[\\s\\S]*?</li>`).exec(html)?.[0] ?? "";
  return /pp-otp[^>]*>(\d{6})</.exec(line)?.[1] ?? "";
}

/** The newest text message to a mobile number. */
export async function textMessage(page: Page, mobile: string): Promise<string> {
  const html = await asVisitor(page, "/demo/outbox");
  const entry = new RegExp(`<span class="pp-number">${mobile}</span>[\\s\\S]*?<p>([^<]*)</p>`).exec(html);
  return entry?.[1] ?? "";
}

/** A public page of the portal that is open, as somebody reads it who is not signed in. */
async function asVisitor(page: Page, path: string): Promise<string> {
  return (await fetch(new URL(path, page.url()))).text();
}

/** Proves once more who sits there, where a weighty step asks for it, and comes back; false where none was asked. */
export async function confirmIfAsked(page: Page, mobile: string): Promise<boolean> {
  if (!new URL(page.url()).pathname.startsWith("/me/confirm")) return false;
  const before = await textMessage(page, mobile);
  await page.getByRole("button", { name: "获取验证码" }).click();
  let text = "";
  await expect.poll(async () => (text = await textMessage(page, mobile))).not.toBe(before);
  await page.locator("input[name=code]").fill(/\d{6}/.exec(text)![0]);
  await page.getByRole("button", { name: "确认", exact: true }).click();
  await expect(page).not.toHaveURL(/\/me\/confirm/);
  return true;
}

export interface Newcomer { name: string; mobile: string; id: string; code: string }

/** Who has never been here, with what registering asks for, as the sign-in page's list of the demonstration shows them. */
export async function newcomer(page: Page, name: string): Promise<Newcomer> {
  const html = await asVisitor(page, "/sign-in");
  const line = new RegExp(`<code>(1\\d{10})</code>\\s*<span>${name}[^<]*<span[^>]*>[^<]*统一社会信用代码 (\\w{18})[^<]*公民身份号码 (\\w{18})`).exec(html);
  if (!line) throw new Error(`nobody new is called ${name}`);
  return { name, mobile: line[1]!, code: line[2]!, id: line[3]! };
}

/** Registers who has never been here, by a code to the mobile. */
export async function register(page: Page, name: string): Promise<Newcomer> {
  await page.goto("/register");
  const who = await newcomer(page, name);
  await page.getByLabel("姓名").fill(who.name);
  await page.getByLabel("公民身份号码").fill(who.id);
  await page.getByLabel("手机号码").fill(who.mobile);
  await page.getByRole("button", { name: "获取验证码" }).click();
  let code = "";
  await expect.poll(async () => (code = /\d{6}/.exec(await textMessage(page, who.mobile))?.[0] ?? "")).toMatch(/^\d{6}$/);
  await page.locator("input[name=code]").fill(code);
  await page.locator("input[name=password]").fill(ownPassword);
  await page.locator("main").getByRole("button", { name: "注册", exact: true }).click();
  await expect(page).toHaveURL(/\/me/);
  return who;
}
