import { expect, test as journey } from "./journey";
import { look } from "./look";
import { signIn } from "./people";
import { startPortal } from "./portal";

// A portal with the demonstration's samples: an enterprise has asked for business travel, and one of its cases waits in the ordinary queue.
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

test("a clerk doubts evidence of urgency, the legal officer answers, and the enterprise learns the outcome without the reasons", async ({ browse, clerk }) => {
  const doubt = "邀请函的印章与公司登记名称不符";
  const answer = "更名公告可以证明是同一家公司";
  const intake = await clerk("jing-shouli1");
  await intake.goto("/desk/business");
  await intake.getByRole("row", { name: /曹春生/ }).getByRole("link").first().click();
  await expect(intake.locator("#conditions li")).toHaveCount(7);
  const asked = intake.locator('form[action$="/doubt"]');
  await intake.locator('details:has(form[action$="/doubt"])').evaluateAll((all) => all.forEach((d) => d.setAttribute("open", "")));
  await asked.getByLabel("疑点").fill(doubt);
  await asked.getByRole("button", { name: "转法制审核" }).click();
  await expect(intake.locator("main")).toContainText("证明材料存疑");
  await expect(intake.locator("#conditions")).toContainText("争议");
  await look(intake, "doubt-case");

  const unit = await browse();
  await unit.goto("/me/inbox");
  await signIn(unit, "周建国");
  await unit.goto("/me/inbox");
  await expect(unit.locator("main")).toContainText("证明材料正在审核");
  await expect(unit.locator("main")).not.toContainText(doubt);

  const lawyer = await clerk("fazhi1");
  await lawyer.goto("/desk/business-doubts");
  const row = lawyer.getByRole("row", { name: /恒安爆破/ });
  await expect(row).toContainText("前（含当日）答复");
  await look(lawyer, "doubts");
  await row.getByRole("link").click();
  await expect(lawyer.locator("main")).toContainText(doubt);
  await lawyer.getByRole("button", { name: "提交答复" }).click();
  await expect(lawyer.getByText(/处需要修改/)).toBeVisible();
  await look(lawyer, "doubt-wrong");
  await lawyer.getByRole("radio", { name: "成立，E2 齐全" }).check();
  await lawyer.getByLabel("理由").fill(answer);
  await lawyer.getByRole("button", { name: "提交答复" }).click();
  await expect(lawyer.locator("main")).toContainText("材料成立（E2）");
  await look(lawyer, "doubt-answered");

  await intake.reload();
  await expect(intake.locator("main")).toContainText(answer);
  await unit.reload();
  await expect(unit.locator("main")).toContainText("证明材料审核完毕：可以采信");
  await expect(unit.locator("main")).not.toContainText(answer);
  await look(unit, "doubt-unit");
});
