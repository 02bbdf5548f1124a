import { expect, test } from "./journey";
import { look } from "./look";
import { mobileOf, signIn, textMessage } from "./people";

const urgent = "430900-CJ-0162"; // 普通护照加急办理, at a window
const birth = "430900-HZ-0063"; // 新生儿国内出生登记（婚生）, fully online

test("everyday words lead to the item while they are typed", async ({ page }) => {
  await page.goto("/");
  const box = page.getByRole("main").getByRole("combobox");
  await box.pressSequentially("护照丢了");
  const list = page.getByRole("main").getByRole("listbox");
  await expect(list.getByRole("option").first()).toContainText("护照");
  await expect(box).toHaveAttribute("aria-expanded", "true");
  await look(page, "suggestions");
  await box.press("ArrowDown");
  await expect(list.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await box.press("Escape");
  await expect(list).toBeHidden();
  await box.press("ArrowDown");
  await box.press("Enter");
  await expect(page).toHaveURL(/\/items\/430900-CJ-/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("护照");
});

test("results say why they were found and can be narrowed", async ({ page }) => {
  await page.goto("/items?q=" + encodeURIComponent("护照丢了"));
  const results = page.getByRole("main").getByRole("listitem").filter({ has: page.getByRole("heading", { level: 3 }) });
  await expect(results.first()).toContainText("补发");
  await expect(page.getByText(/也叫“/).first()).toBeVisible();
  await page.getByLabel("办理部门").selectOption("churujing");
  await page.getByRole("button", { name: "筛选" }).click();
  await expect(page).toHaveURL(/department=churujing/);
  await expect(page).toHaveURL(/q=/);
  await look(page, "items-narrowed");
  await page.getByRole("link", { name: "清除条件" }).click();
  await expect(page).toHaveURL(/\/items$/);
  await page.getByRole("link", { name: /下一页|更多/ }).click();
  await expect(page).toHaveURL(/after=/);
});

test("both sides have their own first page", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "驾驶证", exact: true }).click();
  await expect(page).toHaveURL(/theme=driving/);
  await page.getByRole("link", { name: "企业办事" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("企业要办什么事？");
  await expect(page.getByRole("heading", { name: "加急商务签注" })).toBeVisible();
  await look(page, "home-enterprise");
  await page.goto("/about/open-data");
  await look(page, "open-data");
});

test("a few questions end in the exact materials", async ({ page }) => {
  await page.goto(`/items/${birth}`);
  await page.getByRole("button", { name: "在线办理" }).click();
  await page.getByRole("button", { name: "继续" }).click(); // without an answer
  await expect(page.getByRole("alert")).toContainText("请选择一个答案");
  await look(page, "situation-wrong");
  await page.getByLabel("怀孕期间离婚，或者一方去世").check();
  await page.getByRole("button", { name: "继续" }).click();
  await page.getByLabel(/国内医院/).check();
  await page.getByRole("button", { name: "继续" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("可以办，这是您的清单");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("在哪里出生");
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("可以办，这是您的清单");
  await expect(page.getByRole("heading", { name: /离婚证/ })).toBeVisible();
  await look(page, "situation-ready");
  await page.getByRole("link", { name: /修改.*孩子出生时父母的婚姻状况/ }).click();
  await page.getByLabel("已登记结婚").check();
  await page.getByRole("button", { name: "继续" }).click();
  await expect(page).toHaveURL(/situation.parents=married/);
});

test("another item, or none, is said before anything is filled in", async ({ page }) => {
  await page.goto(`/items/${birth}/situations?situation.parents=unmarried`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("您要办的是另一个事项");
  await look(page, "situation-elsewhere");
  await page.getByRole("main").getByRole("link", { name: /非婚生育/ }).click();
  await expect(page).toHaveURL(/430900-HZ-0064$/);

  await page.goto(`/items/${urgent}/situations`);
  await page.getByLabel("旅游机票订好了").check();
  await page.getByRole("button", { name: "继续" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("这种情况不能办理");
  await expect(page.getByText("不属于加急理由")).toBeVisible();
  await look(page, "situation-stop");
});

test("an item at a window gives a checklist to print, to scan and to send", async ({ page }) => {
  await page.goto(`/items/${urgent}`);
  await page.getByRole("button", { name: "打印清单 / 发到手机" }).click();
  for (let n = 0; n < 6 && (await page.getByRole("radio").count()) > 0; n++) {
    await page.getByRole("radio").first().check();
    await page.getByRole("button", { name: "继续" }).click();
  }
  await page.getByRole("link", { name: "打印清单 / 发到手机" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("办事清单");
  await expect(page.getByRole("img", { name: "这份清单网址的二维码" })).toBeVisible();
  await look(page, "checklist");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "发短信到我的手机" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  const list = page.url();
  await page.goto("/");
  const mobile = await mobileOf(page, "刘大山");
  await signIn(page, "刘大山");
  await page.goto(list);
  await page.getByRole("button", { name: "发短信到我的手机" }).click();
  await expect(page.getByRole("status").filter({ hasText: "已发到您的手机" })).toBeVisible();
  await expect.poll(() => textMessage(page, mobile)).toContain(`/items/${urgent}/checklist`);
});

test("the form can be printed empty and read as an example", async ({ page }) => {
  await page.goto(`/items/${birth}`);
  await page.getByRole("link", { name: "空白表格" }).click();
  await expect(page.getByText("《出生医学证明》编号")).toBeVisible();
  await look(page, "blank");
  await page.goto(`/items/${birth}/sample`);
  await expect(page.getByText("这是一份填写样例")).toBeVisible();
  await look(page, "sample");
});

test("in English, by an address of its own", async ({ page }) => {
  await page.goto(`/items/${birth}?lang=en`);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Birth registration");
  expect(await page.locator('link[rel="alternate"][hreflang="zh-CN"]').getAttribute("href")).toMatch(new RegExp(`/items/${birth}$`));
  await look(page, "guide-english");
  await page.getByRole("combobox").first().fill("lost passport");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main").getByRole("heading", { level: 3 }).first()).toContainText(/passport/i);
});

test("without script, on a phone", async ({ browse }) => {
  const page = await browse({ javaScriptEnabled: false, viewport: { width: 375, height: 740 } });
  await page.goto("/");
  await page.getByRole("main").getByRole("searchbox").fill("孩子上户口");
  await page.getByRole("main").getByRole("button", { name: "搜索" }).click();
  await page.getByRole("link", { name: "新生儿国内出生登记（婚生）" }).click();
  await page.getByRole("button", { name: "在线办理" }).click();
  await page.getByLabel("已登记结婚").check();
  await page.getByRole("button", { name: "继续" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("在哪里出生");
  await look(page, "situation-plain", { script: false });
});
