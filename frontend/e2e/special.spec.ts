import type { Page } from "@playwright/test";
import { expect, test as journey } from "./journey";
import { look } from "./look";
import { startPortal } from "./portal";

// A portal with the demonstration's samples: a case waits at every desk, and one has been decided and delivered.
const test = journey.extend({
  portal: [
    async ({}, use, info) => {
      const portal = await startPortal(info.parallelIndex, {}, { samples: true });
      await use(portal);
      await portal.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

/** Unfolds every form of the page. */
async function unfold(page: Page): Promise<void> {
  await page.locator("details.pp-act:not([open]), details.pp-more:not([open])").evaluateAll((all) => all.forEach((d) => d.setAttribute("open", "")));
}

/** Claims from a queue until a case comes whose page has a form. */
async function claimFor(page: Page, desk: string, stage: string, form: string): Promise<string> {
  await expect(async () => {
    await page.goto(`/desk/queue/${desk}/${stage}`);
    await page.getByRole("button", { name: /领取下一件/ }).first().click();
    await expect(page).toHaveURL(/\/desk\/cases\//);
    await expect(page.locator(`form#${form}`)).toHaveCount(1, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  return new URL(page.url()).pathname;
}

test("the forms of special procedures, each on a case that waits", async ({ clerk }) => {
  const reviewer = await clerk("shencha1");
  const here = await claimFor(reviewer, "430900-zhi", "review", "ask-special");
  await unfold(reviewer);
  await look(reviewer, "law-review");
  await reviewer.goto(`${here}/clocks`);
  await look(reviewer, "law-clocks");

  await reviewer.goto(here);
  await reviewer.locator("details:has(form#ask-special):not([open]) > summary").click();
  const ask = reviewer.locator("form#ask-special");
  await ask.getByRole("radio").last().check();
  await ask.locator("[name=basis]").fill("《爆破作业人员资格条件和管理要求》第七条");
  await ask.locator("[name=days]").fill("5");
  await ask.locator("[name=reason]").fill("学历材料与登记不一致，需要鉴定后才能作出判断。");
  await ask.getByRole("button").last().click();
  await expect(reviewer.getByText("已完成“")).toBeVisible();

  const decider = await clerk("shenpi1");
  await claimFor(decider, "430900-zhi", "decision", "approve");
  await unfold(decider);
  await look(decider, "law-motion");
  await decider.locator("form#approve").getByRole("button").last().click();
  await expect(decider.getByText("已完成“")).toBeVisible();

  await claimFor(reviewer, "430900-zhi", "special", "finish-special");
  await unfold(reviewer);
  await look(reviewer, "law-special");

  const manager = await clerk("anguan1");
  await manager.goto(here);
  await unfold(manager);
  await look(manager, "law-beside");
});

test("lists of the law with entries: relations, certificates, working days", async ({ clerk }) => {
  const officer = await clerk("shencha1");
  await officer.goto("/desk/relations");
  await look(officer, "law-relations");

  const manager = await clerk("anguan1");
  await manager.goto("/desk/licences");
  await look(manager, "law-licences");

  const keeper = await clerk("xitong1");
  await keeper.goto("/desk/calendar/2026");
  await look(keeper, "law-calendar");
});

test("what is published is taken down only on the word of the head of the agency", async ({ clerk, page }) => {
  const publisher = await clerk("gongkai1");
  await publisher.goto("/desk/disclosure?shelf=due");
  await publisher.getByRole("row").nth(1).getByRole("link").first().click();
  const desk = new URL(publisher.url()).pathname;
  await publisher.locator("form#publish").getByRole("button").click();
  await publisher.locator("details:has(form#withhold) > summary").click();
  await look(publisher, "disclosure-ask");
  const ask = publisher.locator("form#withhold");
  await ask.getByLabel("涉及商业秘密").check();
  await ask.locator("[name=words]").fill("许可内容涉及商业秘密");
  await ask.getByRole("button").click();
  await expect(publisher.getByText("已公示，待批准撤下")).toBeVisible();

  await page.goto(desk.replace("/desk", ""));
  await expect(page.getByText("此条信息已撤下")).toHaveCount(0);

  const head = await clerk("juling1");
  await head.goto(desk);
  await head.locator("form#approve [name=words]").fill("同意撤下");
  await look(head, "disclosure-approve");
  await head.getByRole("button", { name: "同意撤下" }).click();
  await expect(head.getByText("批准撤下")).toBeVisible();

  await page.reload();
  await expect(page.getByText("此条信息已撤下")).toBeVisible();
  await expect(page.getByText("许可内容涉及商业秘密")).toBeVisible();
  await look(page, "disclosure-trace");
});
