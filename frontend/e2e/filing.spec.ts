import type { Page } from "@playwright/test";
import { rmSync } from "node:fs";
import { actFor, answer, begin, file, handIn, openReceipt, verify } from "./filing";
import { expect, test } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { register, signIn } from "./people";
import { dataDirectory, startPortal } from "./portal";

test.use({ town: "filing" });

const company = "湖南安邦保安服务有限公司";
const branch = "湖南安邦保安服务有限公司益阳分公司";
const property = "益阳市绿洲物业服务有限公司";
const phone = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };

/** Fills the inputs of a section by their names, as its form sends them; true and false tick and untick. */
async function fill(page: Page, path: string, values: Record<string, string | boolean>): Promise<void> {
  await page.goto(path);
  for (const [name, value] of Object.entries(values)) {
    const input = page.locator(`main [name="${name}"]`);
    const kind = await input.first().evaluate((e) => (e instanceof HTMLInputElement ? e.type : e.tagName.toLowerCase()));
    if (kind === "radio") await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (kind === "checkbox" && typeof value === "string") await page.locator(`main [name="${name}"][value="${value}"]`).check();
    else if (kind === "checkbox") await input.first().setChecked(Boolean(value));
    else if (kind === "select") await input.selectOption(String(value));
    else if (kind === "file") await input.setInputFiles({ ...healthCertificate(20), name: `${String(value)}.pdf` });
    else await input.fill(String(value));
  }
  const from = page.url();
  await page.getByRole("button", { name: "保存并继续", exact: true }).last().click();
  await page.waitForURL((now) => now.href !== from); // saved: going elsewhere before that would take the answers along
}

const head = { name: "邵志刚", id_number: "430903199003074515" };
const branchAnswers = {
  truth: true, privacy: true, br_uscc: "91430923MA4L20020L", hq_name: company, hq_uscc: "91430104MA4L200120",
  hq_licence_no: "湘公保服20110001号", hq_scope: ["gate", "patrol", "guarding"], hq_legal: { name: "安卫国", id_number: "430903199003074515" },
  hq_legal_phone: "13873701111", br_name: branch, br_est: "2026-09-09",
  br_addr: { area: "430923", detail: "东坪镇迎春路 19 号" }, br_head: head, br_head_phone: "13873701112",
  br_head_cv: "2012 年起从事保安管理工作，曾任项目经理", services: ["gate", "patrol"],
};

test("a security company files its branch without a visit: filed in one click, verified by its receipt, changed, ended", async ({ browse, clerk }) => {
  const page = await browse();
  await signIn(page, "安卫国");
  await actFor(page, company);
  await page.goto("/me/filings");
  await expect(page.getByText("本单位还没有备案")).toBeVisible();
  await look(page, "filings-none");

  await page.goto("/items/430900-ZA-0011/start?situation.what=branch&situation.licence=valid");
  const draft = await begin(page, "安卫国");
  await answer(page, draft, branchAnswers);
  await page.goto(`${draft}/check`);
  await look(page, "filing-check");
  const number = await handIn(page, draft, "安卫国");
  await look(page, "filing-receipt");

  // The window sees what registers say beside what was filed, and files what is whole.
  const desk = await clerk("shouli1");
  await desk.goto(`/desk/search?q=${number}`);
  await desk.getByRole("link", { name: new RegExp(number) }).first().click();
  await expect(desk.getByRole("heading", { name: "登记信息与填报对照" })).toBeVisible();
  await file(desk, number, "filing-review");

  // The company opens its receipt; whoever follows the address in its QR code sees the filing, without persons.
  const address = await openReceipt(page, "保安服务公司设立分公司", "filing-paper");
  const stranger = await browse();
  await verify(stranger, address, branch, "邵志刚", "filing-verified");

  // The unit reports a change from its own page; the window files it, and the register shows before and after.
  await page.goto("/me/filings");
  await look(page, "filings-mine");
  await page.getByRole("link", { name: "办理变更" }).click();
  const change = await begin(page, "安卫国");
  await answer(page, change, { ...branchAnswers, services: ["gate"] });
  await file(desk, await handIn(page, change, "安卫国"), "filing-review-change");
  await stranger.goto(address);
  await expect(stranger.locator("main")).toContainText("变更");
  await look(stranger, "filing-changed");

  // The branch is closed: the filing ends, and its address says so.
  await page.goto("/me/filings");
  await page.getByRole("link", { name: "撤销备案" }).click();
  const end = await begin(page, "安卫国");
  await answer(page, end, { truth: true, privacy: true, br_uscc: branchAnswers.br_uscc, end_date: "2026-09-16", end_reason: "业务收缩，保安员已全部转回总公司" });
  await file(desk, await handIn(page, end, "安卫国"), "filing-review-end");
  await stranger.goto(address);
  await expect(stranger.locator("main")).toContainText(/已于.*撤销/);
  await look(stranger, "filing-ended");
  await stranger.goto("/filings");
  await look(stranger, "filings-public");
});

test("on a small phone without script a property company files its guards late, and the county answers the referral", async ({ browse, clerk }) => {
  const page = await browse(phone);
  const seen = (name: string) => look(page, `plain-${name}`, { script: false });
  const item = "/items/430900-ZA-0013/situations?situation.type=property&situation.what=first";
  await signIn(page, "蓝秋月");
  await actFor(page, property);
  await page.goto(item);
  const draft = await begin(page, "蓝秋月");
  const id = head.id_number;
  await fill(page, `${draft}/sections/unit`, {
    unit_type: "property", "unit_addr.area": "430903", "unit_addr.detail": "康富北路 36 号", "legal.name": "蓝秋月", "legal.id_number": id,
    legal_phone: "13873701111", "incharge.name": "蓝秋月", "incharge.id_number": id, incharge_phone: "13873701111", not_venue: true,
  });
  await fill(page, `${draft}/sections/service`, {
    start_date: "2026-07-01", "areas[0].name": "绿洲小区", "areas[0].place.area": "430903", "areas[0].place.detail": "康富北路 36 号", "areas[0].size": "12000",
    "areas[0].type": "property", "areas[0].posts": "2", posts: "order",
    "guards[0].name": "陈晓梅", "guards[0].id_number": "430922199208150023", "guards[0].education": "senior", "guards[0].certificate": "4309002024000123", "guards[0].since": "2026-07-01",
    "guards[0].post": "order",
  });
  await seen("filing-section");
  await fill(page, `${draft}/sections/training`, { training_text: "上岗前集中培训 3 天，每月复训一次" });
  await fill(page, `${draft}/sections/materials`, { property_contract: "物业服务合同", sys_service: "保安服务管理制度", sys_post: "岗位责任制度", sys_guard: "保安员管理制度" });
  await fill(page, `${draft}/sections/statements`, { truth: true, privacy: true });
  const number = await handIn(page, draft, "蓝秋月");
  await seen("filing-receipt");

  // Being late hinders nothing: the window files it as it files any other.
  const desk = await clerk("shouli1", phone);
  await file(desk, number, "plain-filing-review", false);
  await page.goto("/me/filings");
  await expect(page.getByRole("heading", { name: property })).toBeVisible();
  await seen("filings-mine");
  await page.getByRole("link", { name: "查看公示" }).click();
  await expect(page.locator("main")).toContainText("有效");
  await seen("filing-verified");

  // The county's brigade finds what was late, once, and says what it did about it.
  const brigade = await clerk("xian-heshan", phone);
  await brigade.goto("/desk/referrals");
  const referral = brigade.getByRole("listitem").filter({ hasText: property });
  await expect(referral).toHaveCount(1);
  await look(brigade, "plain-referrals", { script: false });
  await referral.getByRole("radio", { name: "责令改正", exact: true }).check();
  await referral.getByLabel("情况说明").fill("已当面核实，责令今后按期报送");
  await referral.getByRole("button", { name: "提交结果" }).click();
  await expect(brigade.locator(".ds-validation-message, .ds-error-summary").first()).toBeVisible(); // an order needs the day by which it must be kept
  await referral.getByLabel("改正期限").fill("2026-09-30");
  await referral.getByRole("button", { name: "提交结果" }).click();
  await expect(brigade.getByText("处理结果已记录")).toBeVisible();
  await expect(referral).toContainText("郭伟");
  await look(brigade, "plain-referrals-answered", { script: false });
});

test("an agent prepares within his scope until his last day, and no longer", async ({ browse }, info) => {
  const data = dataDirectory("agent");
  let portal = await startPortal(info.parallelIndex, { PORTAL_DATA_DIR: data });
  const path = "/items/430900-ZA-0011/start?situation.what=branch&situation.licence=valid";
  try {
    const page = await browse({ baseURL: portal.url });
    const agent = await register(page, "柳云");

    // The legal representative authorises her for one item, up to a day.
    const owner = await browse({ baseURL: portal.url });
    await signIn(owner, "安卫国");
    await actFor(owner, company);
    await owner.goto("/me/enterprise");
    await owner.getByRole("textbox", { name: "姓名" }).fill(agent.name);
    await owner.getByRole("textbox", { name: "公民身份号码" }).fill(agent.id);
    await owner.getByRole("radio", { name: /^经办人/ }).check();
    await owner.getByText("事项范围：").click();
    await owner.getByRole("checkbox", { name: "保安服务公司设立分公司" }).check();
    await owner.getByLabel("截止日期").fill("2026-09-30");
    await look(owner, "members-invite");
    await owner.getByRole("button", { name: "发出邀请" }).click();
    await expect(owner.getByRole("row", { name: /柳云/ })).toContainText("2026年9月30日");
    await look(owner, "members-invited");

    // She accepts, and may begin that item for the company, and no other.
    await page.goto("/me");
    await page.getByRole("button", { name: "接受", exact: true }).click();
    await actFor(page, company);
    await page.goto(path);
    const draft = await begin(page, agent.mobile);
    await answer(page, draft, branchAnswers);
    await page.goto("/items/430900-ZA-0013/start?situation.type=legal&situation.what=first");
    await page.getByRole("button", { name: "开始填写" }).click();
    await expect(page.locator("main")).toContainText("范围");
    await look(page, "members-out-of-scope");
    await page.context().close();
    await owner.context().close();

    // Her last day has passed: what she had begun is not handed in by her any more.
    await portal.stop();
    portal = await startPortal(info.parallelIndex, { PORTAL_DATA_DIR: data, PORTAL_NOW: "2026-10-12T09:00:00+08:00" });
    const later = await browse({ baseURL: portal.url });
    await signIn(later, agent);
    await later.goto(`${draft}/check`);
    await expect(later.locator("main")).toContainText("授权");
    await look(later, "members-ended");
  } finally {
    await portal.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
