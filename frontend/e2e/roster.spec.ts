import type { Locator } from "@playwright/test";
import { readFileSync } from "node:fs";
import { act, claim } from "./desk";
import { actFor, answer, begin, handIn } from "./filing";
import { expect, test } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { signIn } from "./people";
import { chen, head, item, luo, property, wrong } from "./rosters";
import { idNumber, sheet } from "./sheet";

test.use({ town: "roster" });

const replacement = ["文武", idNumber("430902", "19950102", "041"), "大专", "4309002021000041", "2026/9/2", "巡逻"];

test("a roster comes from a spreadsheet, mistakes come back in a copy, and a guard who does not qualify is replaced", async ({ browse, clerk }) => {
  const page = await browse();
  await signIn(page, "蓝秋月");
  await actFor(page, property);
  await page.goto(item);
  const draft = await begin(page, "蓝秋月");
  const person = { name: "蓝秋月", id_number: "430903199003074515" }, place = { area: "430903", detail: "康富北路36号" };

  // The template is there to be filled in; what a script has filled in goes at once, and its mistakes come back row by row.
  await page.goto(`${draft}/sections/service`);
  const [template] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载模板" }).click()]);
  expect(readFileSync(await template.path()).subarray(0, 2).toString()).toBe("PK");
  await look(page, "roster-section");
  await page.locator("#sheet").setInputFiles(sheet("名册.xlsx", [head, wrong(wrong(chen, 1, "430922199208150024"), 2, "小学"), luo]));
  await expect(page.getByText("1 行有问题，名册没有改动")).toBeVisible();
  await expect(page.locator("main")).toContainText("B2");
  await expect(page.locator("main")).toContainText("初中以上学历");
  await look(page, "roster-wrong");
  const [copy] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载标出问题的表格" }).click()]);
  expect(readFileSync(await copy.path()).subarray(0, 2).toString()).toBe("PK");

  await page.locator("#sheet").setInputFiles(sheet("名册（改好）.xlsx", [head, chen, luo]));
  await expect(page).toHaveURL(/\/sections\/service/);
  await expect(page.locator('input[name="guards[1].name"]')).toHaveValue("罗立新");
  await look(page, "roster-filled");

  await answer(page, draft, {
    truth: true, privacy: true, unit_type: "property", unit_addr: place, legal: person, legal_phone: "13873701111", incharge: person, incharge_phone: "13873701111",
    not_venue: true, start_date: "2026-09-01", areas: [{ name: "绿洲小区", place, size: 12000, type: "property", posts: 2 }], posts: ["order"],
    training_text: "上岗前集中培训 3 天，每月复训一次",
  });
  await page.goto(`${draft}/sections/materials`);
  for (const key of ["property_contract", "sys_service", "sys_post", "sys_guard"]) {
    const area = page.locator(`[data-question="${key}"]`);
    await area.locator("input[type=file]").setInputFiles({ ...healthCertificate(20), name: `${key}.pdf` });
    await expect(area.locator("file-upload")).toHaveAttribute("data-state", "done", { timeout: 20_000 });
  }
  await page.getByRole("button", { name: "保存并继续", exact: true }).last().click();
  await handIn(page, draft, "蓝秋月");

  // The window sees who does not qualify, and asks to mend it with one press. The rule behind a police record is not for its eyes.
  const desk = await clerk("shouli1");
  await expect(async () => claim(desk, "受理")).toPass({ timeout: 20_000 });
  await expect(async () => {
    await desk.reload();
    await expect(desk.locator("#guards")).toContainText("不符合条例规定条件 1 名", { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(desk.locator("#guards")).toContainText("另有事项，只有审查岗可以查看");
  await expect(desk.locator("#guards")).not.toContainText("拘留");
  await look(desk, "roster-review");
  await desk.getByRole("button", { name: "发出这份补正告知" }).click();
  await expect(desk.getByText("已完成“")).toBeVisible();

  // The unit learns who, and never why. It replaces him; everybody else stays.
  await page.goto("/me/cases");
  await page.getByRole("link", { name: /自行招用保安员单位/ }).first().click();
  await expect(page.locator("main")).toContainText("第 2 行 罗立新不符合条例规定条件");
  await expect(page.locator("#guards")).toContainText("符合 1 名");
  await expect(page.locator("main")).not.toContainText("拘留");
  await look(page, "roster-case");
  await page.getByRole("link", { name: /去补正|补正/ }).first().click();
  for (const [i, key] of ["name", "id_number", "education", "certificate", "since", "post"].entries()) {
    const input = page.locator(`main [name="guards[1].${key}"]`);
    if (key === "education" || key === "post") await choose(input, replacement[i]!);
    else await input.first().fill(key === "since" ? "2026-09-02" : replacement[i]!);
  }
  await look(page, "roster-correction");
  await page.getByRole("button", { name: /提交|发送/ }).last().click();
  await expect(page.locator("main")).toContainText(/补正|收到/);

  await expect(async () => claim(desk, "受理")).toPass({ timeout: 20_000 });
  await expect(async () => {
    await desk.reload();
    await expect(desk.locator("#guards")).toContainText("符合 2 名", { timeout: 1_000 });
    await expect(desk.locator("#checks li[data-mark=open]")).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await act(desk, "file", "予以备案");

  // What is filed has a roster of its own, which the unit sees and the public does not.
  await page.goto("/me/filings");
  await page.getByRole("link", { name: "保安员名册和变动记录" }).click();
  await expect(page.getByRole("heading", { name: "在册保安员 2 名" })).toBeVisible();
  await expect(page.locator("main")).toContainText("文武");
  await expect(page.locator("main")).not.toContainText("罗立新");
  await look(page, "roster-standing");
  await page.goto(item);
  const change = await begin(page, "蓝秋月");
  await page.goto(`${change}/sections/service`);
  await expect(page.locator('input[name="guards[1].name"]')).toHaveValue("文武"); // a change begins with what stands
});

/** Chooses by the words that people read, whether as a list or as buttons. */
async function choose(input: Locator, words: string): Promise<void> {
  if ((await input.first().evaluate((e) => e.tagName)) === "SELECT") await input.selectOption({ label: words === "高中" ? "高中（中专）" : words });
  else await input.page().getByLabel(words, { exact: true }).last().check();
}
