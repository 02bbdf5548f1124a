import type { Locator, Page } from "@playwright/test";
import { act } from "./desk";
import { expect, test } from "./journey";
import { look } from "./look";
import { confirmIfAsked, mobileOf, signIn } from "./people";
import { sheet } from "./sheet";

const head = "周建国";
const unit = /恒安爆破/;
const phone = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };

/** An ID number of somebody in 赫山 with its check digit; those that end in 9 have worked for the unit for too short a time. */
function idNumber(seq: number): string {
  const body = `43090319880405${String(seq).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((s, w, i) => s + w * Number(body[i]), 0);
  return body + "10X98765432"[sum % 11];
}

interface Traveller { name: string; id: string; mobile: string; type: string; permit: string }

const surnames = [..."赵钱孙李周吴郑王冯陈褚卫"];

/** Twelve people: the first six want a year, for whom there are five seats. */
function twelve(): Traveller[] {
  const ids: string[] = [];
  for (let seq = 101; ids.length < 12; seq++) if (!idNumber(seq).endsWith("9")) ids.push(idNumber(seq));
  return ids.map((id, i) => ({ name: `${surnames[i]}明德`, id, mobile: `138123456${String(i).padStart(2, "0")}`, type: i < 6 ? "1年多次" : "3个月一次", permit: `C123456${String(i).padStart(2, "0")}` }));
}

function roster(people: Traveller[]) {
  return sheet("名单.xlsx", [["姓名", "公民身份号码", "职务", "关系", "手机", "通行证号"], ...people.map((p) => [p.name, p.id, "工程师", "员工", p.mobile, p.permit])]);
}

function travellers(people: Traveller[]) {
  return sheet("出行人员.xlsx", [
    ["姓名", "公民身份号码", "手机", "户籍地", "职务", "关系", "证件情况", "通行证号", "有效期至", "签注种类"],
    ...people.map((p) => [p.name, p.id, p.mobile, "赫山", "工程师", "员工", "有效持证", p.permit, "2031-06-30", p.type]),
  ]);
}

function field(page: Page, name: string): Locator {
  return page.locator(`main [name="${name}"]`);
}

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await field(page, name).fill(value);
}

/** Takes the next case of one of an officer's many queues. */
async function claimAt(page: Page, queue: string): Promise<void> {
  await page.goto(`/desk/queue/${queue}`);
  await page.getByRole("button", { name: /领取下一件/ }).first().click();
  await expect(page).toHaveURL(/\/desk\/cases\//);
}

/** The unit registers, and the city's section handles it. */
async function registered(page: Page, clerk: (login: string) => Promise<Page>, people: Traveller[]): Promise<void> {
  await page.goto("/business");
  await look(page, "business-empty");
  await page.getByRole("link", { name: "申请备案或者续备" }).click(); // asks once more who sits there before the form, not after it
  await confirmIfAsked(page, await mobileOf(page, head));
  await fill(page, { scope: "爆破作业项目设计施工", partners: "香港中建工程顾问有限公司", "liaisons/0/name": "赵明德", "liaisons/0/id_number": people[0]!.id,
    "liaisons/0/mobile": people[0]!.mobile, "liaisons/0/authorised": "2026-09-16" });
  await page.locator('main [name="with"]').first().check();
  await field(page, "promise").check();
  await field(page, "sheet").setInputFiles(roster(people));
  await look(page, "business-form");
  await page.getByRole("button", { name: "提交备案" }).click();
  await expect(page.locator("main")).toContainText("正在办理");

  const intake = await clerk("jing-shouli1");
  await claimAt(intake, "430900-jing/intake");
  await act(intake, "accept", "受理");
  const review = await clerk("jing-shencha1");
  await claimAt(review, "430900-jing/review");
  await act(review, "propose-grant", "建议", { opinion: "单位、纳税和名单属实。" });
  const decision = await clerk("jing-shenpi1");
  await claimAt(decision, "430900-jing/decision");
  await act(decision, "done", "予以办理");

  await page.goto("/business");
  await expect(page.locator("main")).toContainText("12 人");
}

async function addPaper(page: Page, kind: string): Promise<void> {
  await field(page, "kind").selectOption(kind);
  await field(page, "dated").fill("2026-09-16");
  await field(page, "chinese").check();
  await page.getByRole("button", { name: "添加材料" }).click();
}

test("a unit asks for twelve people from a spreadsheet; the clerk admits one, the head of the section looks at the numbers", async ({ browse, clerk }) => {
  test.setTimeout(240_000);
  const people = twelve();
  const page = await browse();
  await page.goto("/sign-in");
  await signIn(page, head);
  await page.getByRole("button", { name: unit }).click();
  await registered(page, clerk, people);

  // One cell is wrong: it is named, and nothing else is lost.
  await page.goto("/business/requests/new");
  const wrong = people.map((p, i) => (i === 4 ? { ...p, id: p.id.slice(0, 17) + (p.id.endsWith("0") ? "1" : "0") } : p));
  await page.locator('main [name="destinations"][value="hongkong"]').check();
  await field(page, "reason").selectOption("U1");
  await fill(page, { "host/name": "香港中建工程顾问有限公司", "host/contact": "陈先生", "host/phone": "00852-21234567", "host/address": "香港湾仔告士打道 8 号",
    departure: "2026-09-28", return: "2026-09-30", event_from: "2026-09-28", event_to: "2026-09-29" });
  await field(page, "delivery").selectOption("self");
  await field(page, "truth").check();
  await field(page, "sheet").setInputFiles(travellers(wrong));
  await page.getByRole("button", { name: "保存并检查" }).click();
  await expect(page.locator(".pp-card", { hasText: `5. ${people[4]!.name}` }).locator(".pp-warn").first()).toContainText("公民身份号码");
  await look(page, "business-wrong");

  // Mended, the sixth has no seat in the unit's own ranking; he takes one journey instead.
  await field(page, "sheet").setInputFiles(travellers(people));
  await page.getByRole("button", { name: "保存并检查" }).click();
  await expect(page.locator(".pp-card", { hasText: `6. ${people[5]!.name}` })).toContainText("没有名额了");
  await expect(page.locator(".pp-warn")).toHaveCount(1);
  people[5]!.type = "3个月一次";
  await field(page, "sheet").setInputFiles(travellers(people));
  await page.getByRole("button", { name: "保存并检查" }).click();
  await expect(page.locator(".pp-warn")).toHaveCount(0);
  await addPaper(page, "invitation");
  await addPaper(page, "assignment");
  await look(page, "business-ready");
  await page.getByRole("button", { name: "提交申请" }).click();

  // Twelve cases of their own.
  const numbers = page.locator(".pp-card a .pp-number");
  await expect(numbers).toHaveCount(12);
  expect(new Set(await numbers.allTextContents()).size).toBe(12);
  await look(page, "business-submitted");
  await page.goto("/business");
  await expect(page.locator("#requests")).toContainText("12 件已办结 0 件");
  await look(page, "business");

  // The clerk sees the seven conditions and whom an admission would make late, and admits.
  const desk = await clerk("jing-shouli1");
  await desk.goto("/desk/business");
  await expect(desk.locator("tbody tr")).toHaveCount(12);
  await look(desk, "business-desk");
  await desk.getByRole("row", { name: new RegExp(people[0]!.name) }).getByRole("link").click();
  await expect(desk.locator("#conditions li")).toHaveCount(7);
  await expect(desk.locator("#conditions")).not.toContainText("不符合");
  await look(desk, "business-case");
  await desk.locator('form[action$="/admit"]').getByRole("button").click();
  await expect(desk.locator("#decisions")).toContainText("加急");
  await look(desk, "business-admitted");

  // The head of the section looks at the numbers and asks what one clerk more would have done.
  const section = await clerk("jing-shenpi1");
  await section.goto("/desk/numbers");
  await expect(section.locator("#arrivals svg[role=img] desc")).toContainText("共收 12 件");
  await expect(section.locator("#reasons-table").locator("xpath=ancestor::table")).toContainText("U1 紧急会议、谈判");
  await expect(section.locator("#years")).toContainText("879");
  await look(section, "numbers");
  const csv = section.waitForEvent("download");
  await section.getByRole("link", { name: "下载 CSV" }).click();
  expect((await csv).suggestedFilename()).toMatch(/\.csv$/);
  await section.goto("/desk/what-if?month=2026-09&more=1");
  await expect(section.locator("#outcome")).toContainText("当月收件");
  await look(section, "what-if");
});

test("on a small phone without script somebody asks whether it can be ready in time", async ({ browse }) => {
  const page = await browse(phone);
  await page.goto("/business/dates");
  await field(page, "departure").fill("2026-09-25");
  await field(page, "delivery").selectOption("self");
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page.locator("main")).toContainText("2026年9月23日");
  await look(page, "business-dates", { script: false });
});
