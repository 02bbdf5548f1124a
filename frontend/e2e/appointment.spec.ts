import { expect, test } from "./journey";
import { look } from "./look";
import { mobileOf, signIn, textMessage } from "./people";

const item = "/items/430900-ZA-0022/appointment";

test("an appointment from the window to the slip, moved, marked and cancelled", async ({ page, browse, clerk }) => {
  await page.goto(item);
  await expect(page.getByRole("heading", { level: 1, name: "预约到窗口办理" })).toBeVisible();
  await look(page, "visit-calendar");
  await page.getByRole("link", { name: /2026年9月21日/ }).click();
  await expect(page.getByRole("heading", { name: /9月21日 周一的时间/ })).toBeVisible();
  await look(page, "visit-times");
  await page.getByRole("link", { name: /10:00–10:30/ }).click();

  await signIn(page, "曹春生");
  await expect(page.getByRole("heading", { level: 1, name: "确认预约" })).toBeVisible();
  await look(page, "visit-confirm");
  await page.getByRole("button", { name: "确认预约" }).click();
  await expect(page.getByText("预约成功")).toBeVisible();
  await expect(page.getByText("10:00–10:30")).toBeVisible();
  const slip = new URL(page.url()).pathname;
  await look(page, "visit-slip");
  await expect.poll(async () => textMessage(page, await mobileOf(page, "曹春生"))).toContain("2026年9月21日10:00–10:30");

  await page.getByRole("link", { name: "改约" }).click();
  await look(page, "visit-move");
  await page.getByRole("link", { name: /2026年9月18日/ }).click();
  await page.getByRole("link", { name: /14:00–14:30/ }).click();
  await page.getByRole("button", { name: "改到这个时间" }).click();
  await expect(page.getByText("已改到新的时间")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("14:00–14:30");

  const phone = await browse({ viewport: { width: 375, height: 740 } }); // the same person on the phone
  await phone.goto("/sign-in?back=/me/appointments");
  await signIn(phone, "曹春生");
  await expect(phone.getByRole("link", { name: /14:00–14:30/ })).toBeVisible();
  await look(phone, "visit-mine");

  const window = await clerk("shouli1");
  await window.goto(slip); // what the code on the slip says
  await expect(window).toHaveURL(/\/desk\/appointments\?day=2026-09-18/);
  await expect(window.getByRole("cell", { name: /曹春生/ })).toBeVisible();
  await look(window, "visit-day");
  await window.goto("/desk/appointments");
  await window.getByRole("button", { name: "加一人" }).click();
  await look(window, "visit-day-empty");

  await page.getByRole("link", { name: "取消预约" }).click();
  await page.getByRole("button", { name: "取消预约" }).click();
  await expect(page.getByRole("alert")).toContainText("请填写这一项");
  await look(page, "visit-cancel");
  await page.getByLabel("时间不合适").check();
  await page.getByRole("button", { name: "取消预约" }).click();
  await expect(page.getByText("预约已取消。")).toBeVisible();
});

test("the hours of a window", async ({ clerk }) => {
  const page = await clerk("anguan1");
  await page.goto("/desk/windows/430900-ban");
  await look(page, "visit-hours");
  await page.getByLabel("周六第 1 段开始时间").fill("09:00");
  await page.getByLabel("周六第 1 段结束时间").fill("08:00");
  await page.getByLabel("周六第 1 段每时段名额").fill("2");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("结束时间要晚于开始时间");
  await look(page, "visit-hours-wrong");
  await page.getByLabel("周六第 1 段结束时间").fill("12:00");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await expect(page.getByText("已保存，对以后的预约生效")).toBeVisible();
  await page.getByLabel("日期").fill("2026-09-22");
  await page.getByLabel("说明", { exact: true }).fill("系统升级");
  await page.getByRole("button", { name: "保存这天的安排" }).click();
  await expect(page.getByText("系统升级")).toBeVisible();
  await page.goto(item);
  await expect(page.getByRole("link", { name: /2026年9月19日/ })).toBeVisible();
  await expect(page.getByRole("link", { name: /2026年9月22日/ })).toHaveCount(0);
});

test("an appointment without script, in English, on a phone", async ({ browse }) => {
  const page = await browse({ javaScriptEnabled: false, viewport: { width: 375, height: 740 } });
  await page.goto("/preferences?lang=en&back=" + encodeURIComponent(item));
  await page.goto(item);
  await page.getByRole("link", { name: /24 Sep 2026/ }).click();
  await look(page, "en-visit-times", { script: false });
  await page.getByRole("link", { name: /09:30–10:00/ }).click();
  await expect(page).toHaveURL(/\/sign-in/);
});
