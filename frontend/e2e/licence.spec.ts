import { expect, test as journey } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { signIn } from "./people";
import { startPortal } from "./portal";

// A portal with the demonstration's samples, whose certificates and cases have left the plain way.
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
for (const [who, number, standing, name] of [
  ["陶立言", 1, "已撤销", "revoked"],
  ["马宏图", 1, "已吊销", "punished"],
  ["涂知秋", 2, "有效", "reissued"],
  ["祝长青", 1, "已注销", "cancelled"],
] as const) {
  test(`the certificate of ${who} is ${standing} for its holder and for a stranger`, async ({ browse }) => {
    const holder = await browse();
    await holder.goto("/me/licences");
    await signIn(holder, who);
    await expect(holder.locator(".pp-tickets > li")).toHaveCount(number);
    await expect(holder.locator(".pp-tickets > li").first()).toContainText(standing);
    await look(holder, `licence-licences-${name}`);
    const codes = await holder.getByRole("link", { name: "核验页" }).evaluateAll((links) => links.map((a) => a.getAttribute("href") ?? ""));

    const stranger = await browse();
    await stranger.goto(codes[0]!);
    await expect(stranger.locator("main")).toContainText(standing);
    await expect(stranger.locator("main")).not.toContainText(who);
    await look(stranger, `licence-verify-${name}`);
    if (codes[1]) {
      await stranger.goto(codes[1]);
      await expect(stranger.locator("main")).toContainText("已挂失");
      await look(stranger, "licence-verify-lost");
    }
  });
}

for (const [who, words, name] of [
  ["龙腾云", "专家评审", "expert"],
  ["易清明", "听证", "hearing"],
  ["蔡小满", "不予", "refused"],
  ["江秋林", "撤回", "withdrawn"],
  ["赵春耕", "终止", "terminated"],
] as const) {
  test(`${who} sees his case: ${words}`, async ({ browse }) => {
    const page = await browse();
    await page.goto("/cases");
    await signIn(page, who);
    await page.locator("main a[href^='/cases/']").first().click();
    await expect(page.locator("main")).toContainText(words);
    await look(page, `licence-case-${name}`);
  });
}

test("case management confirms a penalty that its system has sent, and the certificate is gone at once", async ({ browse, clerk }) => {
  const manager = await clerk("anguan1");
  await manager.goto("/desk/licences");
  await expect(manager.getByRole("heading", { name: "待确认的吊销（1）" })).toBeVisible();
  await look(manager, "licence-desk-licences");
  await manager.getByRole("link", { name: /^核对/ }).click();
  await look(manager, "licence-penalty");
  await manager.getByRole("button", { name: "退回处罚系统" }).click();
  await expect(manager.getByText("请写明理由").or(manager.locator("#f-reason-error, [aria-invalid=true]")).first()).toBeVisible();
  await look(manager, "licence-penalty-refused");
  await manager.getByRole("button", { name: "确认，登记吊销" }).click();
  await expect(manager.getByText("已登记吊销，注销办件随后建立。")).toBeVisible();
  await look(manager, "licence-penalty-confirmed");

  const holder = await browse();
  await holder.goto("/me/licences");
  await signIn(holder, "涂知秋");
  await expect(holder.locator(".pp-tickets > li").first()).toContainText("已吊销");
});

test("a holder asks for a change of name or unit", async ({ browse }) => {
  const holder = await browse();
  await holder.goto("/me/licences");
  await signIn(holder, "孟丽");
  await holder.getByRole("link", { name: "变更", exact: true }).first().click();
  await expect(holder.getByLabel("变更后的姓名")).toBeVisible();
  await look(holder, "licence-change");
});

test("whom a refusal is intended for speaks first, with what proves it", async ({ browse }) => {
  const page = await browse();
  await page.goto("/me/cases");
  await signIn(page, "苏慕白");
  await page.locator("main a[href^='/cases/']").first().click();
  await expect(page.locator("main")).toContainText("本机关拟不予许可");
  await look(page, "statement-case");
  await page.getByRole("link", { name: "陈述申辩", exact: true }).first().click();
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page.getByText("有 1 处需要修改")).toBeVisible();
  await look(page, "statement-wrong");
  await page.getByLabel("陈述、申辩意见").fill("线上学习的14学时没有计入，附学习平台的证明。");
  await page.locator("input[type=file]").setInputFiles({ ...healthCertificate(20), name: "学时证明.pdf" });
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page).toHaveURL(/\/cases\/[^/]+\?done=/);
  await expect(page.locator("main")).not.toContainText("本机关拟不予许可，您可以在");
  await look(page, "statement-given");
});
