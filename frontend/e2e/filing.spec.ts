import type { Page } from "@playwright/test";
import { expect, test } from "./journey";
import { look } from "./look";
import { mobileOf, signIn, textMessage } from "./people";

/** Proves once more who sits there, where a weighty step asks for it, and comes back. */
async function confirmIfAsked(page: Page, name: string): Promise<boolean> {
  if (!new URL(page.url()).pathname.startsWith("/me/confirm")) return false;
  const mobile = await mobileOf(page, name);
  const before = await textMessage(page, mobile);
  await page.getByRole("button", { name: "获取验证码" }).click();
  let text = "";
  await expect.poll(async () => (text = await textMessage(page, mobile))).not.toBe(before);
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

test("a security company files its branch without a visit: signed, received, filed in one click, verified, changed", async ({ browse, clerk }) => {
  const page = await browse();
  await signIn(page, "安卫国");
  await page.goto("/me");
  await page.getByRole("button", { name: /湖南安邦保安服务有限公司/ }).click();
  await page.goto("/me/filings");
  await expect(page.getByText("本单位还没有备案")).toBeVisible();
  await look(page, "filings-none");

  await page.goto("/items/430900-ZA-0011/start?situation.what=branch&situation.licence=valid");
  await page.getByRole("button", { name: "开始填写" }).click();
  if (await confirmIfAsked(page, "安卫国")) await page.getByRole("button", { name: "开始填写" }).click();
  await expect(page).toHaveURL(/\/drafts\//);
  const draft = new URL(page.url()).pathname.split("/").slice(0, 3).join("/");
  const head = { name: "邵志刚", id_number: "430903199003074515" };
  const filled = {
    truth: true, privacy: true, br_uscc: "91430923MA4L20020L", hq_name: "湖南安邦保安服务有限公司", hq_uscc: "91430104MA4L200120",
    hq_licence_no: "湘公保服20110001号", hq_scope: ["gate", "patrol", "guarding"], hq_legal: { name: "安卫国", id_number: "430903199003074515" },
    hq_legal_phone: "13873701111", br_name: "湖南安邦保安服务有限公司益阳分公司", br_est: "2026-09-09",
    br_addr: { area: "430923", detail: "东坪镇迎春路 19 号" }, br_head: head, br_head_phone: "13873701112",
    br_head_cv: "2012 年起从事保安管理工作，曾任项目经理", services: ["gate", "patrol"],
  };
  await answer(page, draft, filled);
  await page.goto(`${draft}/check`);
  await look(page, "filing-check");
  const handIn = page.locator("main").getByRole("button", { name: /提交/ }).last();
  await handIn.click();
  if (await confirmIfAsked(page, "安卫国")) await handIn.click();
  await expect(page.getByText(/4309\d{2}\w{17}/).first()).toBeVisible();
  await look(page, "filing-receipt");

  // The window sees what registers say beside what was filed, and files what is whole.
  const desk = await clerk("shouli1");
  const number = /4309\d{2}\w{17}\w?/.exec(await page.locator("main").innerText())![0];
  await desk.goto(`/desk/search?q=${number}`);
  await desk.getByRole("link", { name: new RegExp(number) }).first().click();
  await expect(desk.getByRole("heading", { name: "登记信息与填报对照" })).toBeVisible();
  await look(desk, "filing-review");

  await desk.goto("/filings");
  await look(desk, "filings-public");
});
