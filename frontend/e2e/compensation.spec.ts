import type { Page } from "@playwright/test";
import { claim, send, unfold } from "./desk";
import { expect, test as journey } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { confirmIfAsked, mobileOf, signIn } from "./people";
import { startPortal } from "./portal";

// A portal with the demonstration's samples: one certificate was withdrawn for the public interest.
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

/** Who of the officers gets the case when each in turn takes as many as one may hold; what came first goes first. */
async function whoGets(officers: Page[], stage: string, path: string): Promise<Page> {
  const queue = `/desk/queue/430900-zhi/${stage}`;
  for (const page of officers)
    for (let held = 0; held < 5; held++) {
      await page.goto(queue);
      await page.getByRole("button", { name: /领取下一件/ }).first().click();
      await expect(page).not.toHaveURL(new RegExp(`${queue}$`));
      const here = new URL(page.url()).pathname;
      if (here === path) return page;
      if (!here.startsWith("/desk/cases/")) break;
    }
  throw new Error(`nobody gets ${path}`);
}

test("a holder whose certificate was withdrawn claims what it cost him, and is paid", async ({ browse, clerk }) => {
  test.setTimeout(240_000);
  const holder = await browse();
  await holder.goto("/sign-in");
  const mobile = await mobileOf(holder, "文致远");
  await holder.goto("/me/cases");
  await signIn(holder, "文致远");
  const offered = holder.getByRole("link", { name: /补偿、赔偿请求/ }).first();
  await expect(async () => {
    await holder.reload();
    await expect(offered).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await look(holder, "loss-cases");
  await offered.click();
  await expect(holder).toHaveURL(/\/cases\//);
  const mine = new URL(holder.url()).pathname;
  const path = `/desk${mine}`;
  await look(holder, "loss-offered");

  await holder.goto(`${mine}/claim`);
  await confirmIfAsked(holder, mobile); // before the form, so that nothing typed is lost
  await holder.getByRole("button", { name: "提交请求" }).click();
  await expect(holder.getByText("有 2 处需要修改")).toBeVisible();
  await look(holder, "loss-wrong");
  await holder.getByLabel("请求金额（元）").fill("36500.50");
  await holder.getByLabel("损失和理由").fill("停工两个月，已付作业场地租金和人员工资，附租赁合同和支付凭证。");
  await holder.locator("input[type=file]").first().setInputFiles({ ...healthCertificate(20), name: "场地租赁合同.pdf" });
  await look(holder, "loss-claim");
  await holder.getByRole("button", { name: "提交请求" }).click();
  await expect(holder).toHaveURL(new RegExp(`${mine}\\?done=claimed`));
  await expect(holder.locator("main")).toContainText("36,500.50");
  await look(holder, "loss-claimed");

  const reviewer = await whoGets([await clerk("shencha2"), await clerk("shencha1")], "review", path);
  await unfold(reviewer, "propose-grant");
  const propose = reviewer.locator("form#propose-grant");
  await propose.locator("[name=amount]").fill("99999999");
  await propose.locator("[name=heard]").fill("请求人同意按实际支付的租金计算。");
  await propose.locator("[name=reason]").fill("租金有合同和凭证，工资没有凭证，拟补偿租金。");
  await propose.getByRole("button").last().click();
  await expect(propose.getByText(/不(能|得)?超过/).first()).toBeVisible(); // not more than was claimed
  await look(reviewer, "loss-review");
  await propose.locator("[name=amount]").fill("24000");
  await send(reviewer, "propose-grant");

  const lawyer = await clerk("fazhi1");
  await claim(lawyer, "法制审核");
  await expect(lawyer).toHaveURL(new RegExp(path));
  await look(lawyer, "loss-legal");
  const opinion = lawyer.locator("form#legal-opinion");
  await unfold(lawyer, "legal-opinion");
  await opinion.locator("[name=agree][value=agree]").check();
  await opinion.locator("[name=reason]").fill("事实清楚，数额有据。");
  await send(lawyer, "legal-opinion");

  const leader = await clerk("juling1");
  await claim(leader, "集体议案");
  await expect(leader).toHaveURL(new RegExp(path));
  await unfold(leader, "award");
  await leader.locator("form#award [name=reason]").fill("同意按已支付的租金补偿。");
  await look(leader, "loss-award");
  await send(leader, "award");

  await holder.goto(mine);
  await holder.getByRole("link", { name: /行政许可补偿决定书/ }).first().click();
  for (const words of ["24,000.00", "第八条"]) await expect(holder.locator("main")).toContainText(words);
  await look(holder, "loss-decision");

  const deliverer = await clerk("zhizheng1");
  await claim(deliverer, "送达");
  await expect(deliverer).toHaveURL(new RegExp(path));
  await unfold(deliverer, "deliver");
  const deliver = deliverer.locator("form#deliver");
  await deliver.locator("[name=way][value=counter]").check();
  await deliver.locator("[name=recipient]").fill("本人");
  await send(deliverer, "deliver");

  const manager = await clerk("anguan1");
  await claim(manager, "办件管理");
  await expect(manager).toHaveURL(new RegExp(path));
  await unfold(manager, "record-payment");
  const pay = manager.locator("form#record-payment");
  await pay.locator("[name=on]").fill("2026-09-17");
  await pay.locator("[name=receipt]").fill("国库支付2026-000371");
  await look(manager, "loss-payment");
  await send(manager, "record-payment");
  await holder.goto(mine);
  await expect(holder.locator("main")).toContainText("国库支付2026-000371");
  await look(holder, "loss-paid");
});
