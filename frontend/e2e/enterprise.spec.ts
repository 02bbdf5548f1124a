import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { signIn, textMessage } from "./people";

interface Newcomer { name: string; mobile: string; id: string; code: string }

/** Who has never been here, with what registering asks for, as the sign-in page's list of the demonstration shows them. */
async function newcomer(page: Page, name: string): Promise<Newcomer> {
  await page.goto("/sign-in");
  const html = await page.content();
  const line = new RegExp(`<code>(1\\d{10})</code>\\s*<span>${name}[^<]*<span[^>]*>[^<]*统一社会信用代码 (\\w{18})[^<]*公民身份号码 (\\w{18})`).exec(html);
  if (!line) throw new Error(`nobody new is called ${name}`);
  return { name, mobile: line[1]!, code: line[2]!, id: line[3]! };
}

async function register(page: Page, name: string): Promise<Newcomer> {
  const who = await newcomer(page, name);
  await page.goto("/register");
  await page.getByLabel("姓名").fill(who.name);
  await page.getByLabel("公民身份号码").fill(who.id);
  await page.getByLabel("手机号码").fill(who.mobile);
  await page.getByRole("button", { name: "获取验证码" }).click();
  let code = "";
  await expect.poll(async () => (code = /\d{6}/.exec(await textMessage(page, who.mobile))?.[0] ?? "")).toMatch(/^\d{6}$/);
  await page.locator("input[name=code]").fill(code);
  await page.locator("input[name=password]").fill("Zishanhu-School-26");
  await page.locator("main").getByRole("button", { name: "注册", exact: true }).click();
  await expect(page).toHaveURL(/\/me/);
  return who;
}

/** Proves once more who sits there, where a weighty step asks for it. */
async function confirmIfAsked(page: Page, who: Newcomer): Promise<boolean> {
  if (!new URL(page.url()).pathname.startsWith("/me/confirm")) return false;
  const before = await textMessage(page, who.mobile);
  await page.getByRole("button", { name: "获取验证码" }).click();
  let text = "";
  await expect.poll(async () => (text = await textMessage(page, who.mobile))).not.toBe(before);
  await page.locator("input[name=code]").fill(/\d{6}/.exec(text)![0]);
  await page.getByRole("button", { name: "确认", exact: true }).click();
  await expect(page).not.toHaveURL(/\/me\/confirm/);
  return true;
}

/** Answers questions of a draft as its own script does when somebody types. */
async function answer(page: Page, draft: string, answers: object): Promise<void> {
  const status = await page.evaluate(async ([path, body]) => {
    const sent = await fetch(`${path}/answers`, { method: "POST", headers: { "Content-Type": "application/json" }, body: body! });
    return `${sent.status} ${sent.ok ? "" : await sent.text()}`;
  }, [draft, JSON.stringify({ answers })]);
  expect(status.trim()).toBe("200");
}

test("a school that has never been here files its guards, from registration to the receipt", async ({ browse }) => {
  const head = await browse();
  const principal = await register(head, "魏文华");
  const desk = await browse();
  const accountant = await register(desk, "柳云");

  // The accountant registers the school; its legal representative confirms.
  await desk.goto("/register/enterprise");
  await desk.getByLabel("统一社会信用代码").fill(accountant.code.replace(/.$/, "0"));
  await desk.getByRole("button", { name: "登记", exact: true }).click();
  await expect(desk.locator(".pp-field[data-invalid]")).toBeVisible();
  await look(desk, "enterprise-register-wrong");
  await desk.getByLabel("统一社会信用代码").fill(accountant.code);
  await desk.getByRole("button", { name: "登记", exact: true }).click();
  await expect(desk.getByText("等待登记的法定代表人登录本平台确认")).toBeVisible();
  await look(desk, "enterprise-waiting");
  await head.goto("/me");
  await look(head, "enterprise-confirm");
  await head.getByRole("button", { name: "同意开通" }).click();
  await expect(head.getByText("企业账号已开通。").first()).toBeVisible();

  await head.goto("/me/enterprise");
  await expect(head.getByRole("row", { name: /柳云/ })).toContainText("企业管理员");
  await look(head, "enterprise-members");

  // She puts the school's rules into the document box, and uses them three times.
  await desk.goto("/me");
  await desk.getByRole("button", { name: /益阳市梓山湖学校/ }).click();
  await desk.goto("/enterprise");
  await expect(desk.getByRole("heading", { name: "益阳市梓山湖学校", level: 1 })).toBeVisible();
  await desk.goto("/me/box");
  await look(desk, "box-empty");
  await desk.getByLabel("文件名称").fill("保安管理制度汇编");
  await desk.getByLabel("种类").selectOption("rules");
  await desk.getByLabel("有效期至").fill("2026-10-10");
  await desk.locator("input[type=file]").setInputFiles({ ...healthCertificate(20), name: "制度.pdf" });
  await desk.getByRole("button", { name: "放入证件箱" }).click();
  await expect(desk.getByText("已放入证件箱。")).toBeVisible();
  await look(desk, "box");

  await desk.goto("/items/430900-ZA-0013/start?situation.type=legal&situation.what=first");
  const draft = await begin(desk, accountant);
  const person = { name: principal.name, id_number: principal.id };
  const place = { area: "430903", detail: "梓山湖路 8 号" };
  await answer(desk, draft, {
    truth: true, privacy: true, unit_type: "institution", unit_addr: place, legal: person, legal_phone: principal.mobile, incharge: person,
    incharge_phone: principal.mobile, not_venue: true, start_date: "2026-09-01",
    areas: [{ name: "校区", place, size: 12000, type: "own", posts: 2 }], posts: ["gate", "patrol"],
    guards: [{ name: "陈晓梅", id_number: "430922199208150023", education: "senior", certificate: "4309002024000123", since: "2026-08-01", post: "gate" }],
    training_text: "上岗前集中培训 3 天，每月复训一次",
  });
  await desk.goto(draft);
  for (let section = 0; section < 9; section++) {
    const keys = await desk.locator(`a[href^="${draft}/sections/"]`).evaluateAll((links) => links.map((a) => a.getAttribute("href")!));
    const path = [...new Set(keys)][section];
    if (!path) break;
    await desk.goto(path);
    const boxes = desk.locator('select[name^="_box."]');
    const n = await boxes.count();
    if (n > 0) {
      await desk.getByText("从证件箱选择", { exact: true }).click();
      for (let i = 0; i < n; i++) await boxes.nth(i).selectOption({ index: 1 });
      await look(desk, "draft-box");
      await desk.getByRole("button", { name: "选用这些文件" }).click();
      await expect(desk.getByText("制度.pdf").first()).toBeVisible();
    }
    await desk.goto(draft);
  }
  await desk.goto(`${draft}/check`);
  await look(desk, "enterprise-check");
  await desk.getByRole("button", { name: "提请法定代表人确认" }).click();
  if (await confirmIfAsked(desk, accountant)) await desk.getByRole("button", { name: "提请法定代表人确认" }).click();
  await look(desk, "enterprise-sent");

  // The principal finds it in his workspace, confirms, and gets the receipt.
  await head.goto("/me");
  await head.getByRole("button", { name: /益阳市梓山湖学校/ }).click();
  await head.goto("/enterprise");
  await look(head, "enterprise-home");
  await head.getByRole("link", { name: /自行招用保安员单位/ }).first().click();
  await look(head, "enterprise-sign");
  await head.getByLabel("本单位作出以上声明").check();
  await head.getByRole("button", { name: "签章并提交" }).click();
  if (await confirmIfAsked(head, principal)) {
    await head.getByLabel("本单位作出以上声明").check();
    await head.getByRole("button", { name: "签章并提交" }).click();
  }
  await expect(head.getByText(/4309\d{2}\w{17}/).first()).toBeVisible();
  await look(head, "enterprise-receipt");

  await desk.goto("/enterprise/cases");
  await expect(desk.getByRole("link", { name: /自行招用保安员单位/ }).first()).toBeVisible();
  await look(desk, "enterprise-cases");
});

/** Begins the draft that the start page offers, and returns its path. */
async function begin(page: Page, who: Newcomer): Promise<string> {
  await page.getByRole("button", { name: "开始填写" }).click();
  if (await confirmIfAsked(page, who)) await page.getByRole("button", { name: "开始填写" }).click();
  await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}/);
  return /\/drafts\/[0-9a-f-]{36}/.exec(page.url())![0];
}

test("an account whose administrator is gone: asking, and the officers' page", async ({ browse, clerk }) => {
  const person = await browse();
  await person.goto("/sign-in");
  await signIn(person, "易建平");
  await person.goto("/enterprise/takeover");
  await look(person, "takeover");
  await person.getByLabel("统一社会信用代码").fill("91430903MA4L10020X");
  await person.getByRole("button", { name: "提交申请" }).click();
  await expect(person.locator(".pp-field[data-invalid]").first()).toBeVisible();

  const officer = await clerk("shouli1");
  await officer.goto("/desk/enterprises");
  await look(officer, "desk-enterprises");
});
