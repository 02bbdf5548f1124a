import type { Page } from "@playwright/test";
import { expect, test as journey } from "./journey";
import { look } from "./look";
import { signIn } from "./people";
import { startPortal } from "./portal";

// A portal with the demonstration's samples, where decisions may be taken back for ten seconds as in earnest.
const test = journey.extend({
  portal: [
    async ({}, use, info) => {
      const portal = await startPortal(info.parallelIndex, { PORTAL_UNDO: "10s" }, { samples: true });
      await use(portal);
      await portal.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

test.describe.configure({ mode: "serial" });

const queue = "/desk/queue/430903-jing/intake";
const rows = (page: Page) => page.locator("main tbody tr");
const numberOf = (page: Page) => page.locator(".pp-case-number .pp-number").innerText();

test("three clerks take from one queue at once, and every page sees it by itself", async ({ clerk, browse }) => {
  const clerks: Page[] = [];
  for (const login of ["jing-shouli1", "jing-shouli2", "jing-shouli3"]) clerks.push(await clerk(login));
  const watching = await clerk("anguan1");
  for (const page of [...clerks, watching]) await page.goto(queue);
  await expect(rows(watching)).toHaveCount(3);
  await look(watching, "queue-live");

  const traveller = await browse({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  await traveller.goto("/sign-in");
  await signIn(traveller, "周建国"); // acts for the unit that asked
  const ahead = await rows(watching).first().locator("td a.pp-number").innerText();
  await traveller.locator("li", { hasText: ahead }).getByRole("link").first().click();
  await expect(traveller.getByText(/排在第 1 位/)).toBeVisible();
  await expect(traveller.getByText(/预计 2026年9月\d+日/).first()).toBeVisible();
  await expect(traveller.getByText("前面没有等待的件。")).toBeVisible();
  await look(traveller, "case-dates");

  await Promise.all(clerks.map((page) => page.keyboard.press("Alt+n")));
  for (const page of clerks) await expect(page).toHaveURL(/\/desk\/cases\//);
  const taken = await Promise.all(clerks.map(numberOf));
  expect(new Set(taken).size, "no case is in two hands").toBe(3);
  await expect(watching.getByText("队列已经办完")).toBeVisible(); // nobody reloaded the page
  await expect(traveller.getByText("承办人正在办理")).toBeVisible();

  for (const page of clerks) {
    await expect(page.getByText("为什么是这一件")).toBeVisible();
    await expect(page.locator(".pp-why dt")).toHaveText(["应办日", "类别", "轮次", "收件时间", "办件编号"]);
  }

  const back = clerks[2]!;
  await back.locator("#return-step select").selectOption("system_failure");
  await back.getByRole("button", { name: "退回队列" }).click();
  await expect(rows(watching)).toHaveCount(1);
  await expect(rows(watching).first()).toContainText(taken[2]!);
});

test("an endorsement takes two keys from the queue to the next case, and can be taken back for ten seconds", async ({ clerk }) => {
  const page = await clerk("jing-shouli2");
  const third = await clerk("jing-shouli3");
  await page.goto("/desk");
  const mine = page.locator("#mine a");
  await expect(mine).toHaveCount(1);
  await mine.click();
  const first = await numberOf(page);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toContainText("受理");
  await look(page, "key-help");
  await page.keyboard.press("Escape");

  let keys = 0;
  const press = async (key: string): Promise<void> => {
    keys++;
    await page.keyboard.press(key);
  };
  await press("Alt+a"); // decide: the next case of the queue stands on the page
  const bar = page.locator("undo-bar");
  await expect(bar).toContainText(first);
  expect(await numberOf(page)).not.toBe(first);
  expect(keys).toBeLessThanOrEqual(4);
  await expect(bar).toContainText("还可撤销");
  await look(page, "undo-bar");

  await third.goto(queue);
  await page.keyboard.press("Alt+z");
  await expect(page.getByText("已撤销，填写的内容都在")).toBeVisible();
  expect(await numberOf(page)).toBe(first);
});

test("the head of the section looks on and gives a case to somebody else; the board of the new holder shows it by itself", async ({ clerk }) => {
  const first = await clerk("jing-shouli1");
  const third = await clerk("jing-shouli3");
  await first.goto("/desk");
  const number = await first.locator("#mine a").first().innerText();
  await third.goto("/desk");
  const before = await third.locator("#mine a").count();
  const head = await clerk("anguan1");
  await head.goto("/desk/shifts");
  await look(head, "shifts");
  await head.locator("#assign tr", { hasText: number }).getByRole("checkbox").check();
  await head.locator("#assign select").first().selectOption("jing-shouli3");
  await head.locator("#assign").getByLabel("理由").fill("窗口临时调度");
  await head.locator("#assign").getByRole("button", { name: "交办" }).click();
  await expect(head.getByText("已交办 1 件。")).toBeVisible();
  await expect(third.locator("#mine a")).toHaveCount(before + 1);
  await expect(third.locator("#mine")).toContainText("窗口临时调度");
  await expect(first.locator("#mine")).not.toContainText(number);
});

test("without script the queue is worked by refreshing", async ({ clerk }) => {
  const page = await clerk("jing-shouli3", { javaScriptEnabled: false });
  await page.goto("/desk");
  const held = await page.locator("#mine a").count();
  await page.getByRole("link", { name: "刷新本页" }).click();
  await expect(page.locator("#mine a")).toHaveCount(held);
  await page.locator("#mine a").first().click();
  await expect(page.getByText("为什么是这一件")).toBeVisible();
  await look(page, "review-plain", { script: false });
});

test("materials stand beside the form and are turned by keys", async ({ clerk }) => {
  const page = await clerk("jing-shencha1");
  await page.goto("/desk");
  await page.keyboard.press("Alt+n");
  await expect(page).toHaveURL(/\/desk\/cases\//);
  const sheet = page.locator("evidence-view");
  await expect(sheet.locator("[data-count]")).toHaveText("1 / 2");
  await page.keyboard.press("Alt+j");
  await expect(sheet.locator("[data-count]")).toHaveText("2 / 2");
  await expect(sheet.locator("[data-name]")).toHaveText("派遣函");
  await page.keyboard.press("Alt+h");
  await expect(sheet.locator("[data-name]")).toHaveText("邀请函");
  await look(page, "review-evidence");
});

test("a clean endorsement is reviewed and forwarded with four keys at most", async ({ clerk }) => {
  for (const [login, act] of [["jing-shencha1", "Alt+g"], ["jing-shenpi1", "Alt+g"]] as const) {
    const page = await clerk(login);
    await page.goto("/desk");
    let keys = 1;
    if ((await page.locator("#mine a").count()) > 0) await page.locator("#mine a").first().click(); // claimed with one key in the journey before
    else await page.keyboard.press("Alt+n");
    await expect(page).toHaveURL(/\/desk\/cases\//);
    const number = await numberOf(page);
    if ((await page.locator("[data-shortcut=y]").count()) > 0) {
      keys++;
      await page.keyboard.press("Alt+y");
      await expect(page.getByText("核查结论已保存。")).toBeVisible();
    }
    keys++;
    await page.keyboard.press(act);
    await expect(page.locator("undo-bar"), login).toContainText(number);
    expect(keys).toBeLessThanOrEqual(4);
  }
});
