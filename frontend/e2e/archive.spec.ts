import { expect, test } from "./journey";
import { handIn } from "./application";
import { claim, send, unfold } from "./desk";
import { look } from "./look";

test("what a decision leaves behind: read in the person's space, his texts, and the archivist's list", async ({ browse, clerk }) => {
  const { page, number } = await handIn(browse, { name: "刘大山", area: "赫山区", unit: "周建国" });

  // Not this bureau's: the case ends at the window.
  const intake = await clerk("shouli1");
  await claim(intake, "受理");
  await intake.locator("details:has(form#not-accept) > summary").click();
  const form = intake.locator("form#not-accept");
  await form.getByLabel("有权受理的机关").fill("长沙市公安局");
  await form.getByRole("textbox").last().fill("不属于本机关管辖");
  await form.getByRole("button").last().click();
  await expect(intake.getByText("已完成“")).toBeVisible();

  // He opens the decision; the page says when he read it and until when he may go against it.
  await page.goto("/me/cases");
  await page.getByRole("link", { name: /爆破/ }).first().click();
  await page.getByRole("link", { name: /不予受理/ }).first().click();
  await expect(page.getByText("首次阅读")).toBeVisible();
  await expect(page.getByText("申请行政复议的最后一日")).toBeVisible();
  await look(page, "document-read", { script: false });
  await page.goto("/me/texts");
  await look(page, "texts", { script: false });
  await page.getByRole("checkbox", { name: /办理进度/ }).uncheck();
  await page.getByRole("button", { name: "保存设置" }).click();
  await expect(page.getByText("短信设置已保存")).toBeVisible();

  const manager = await clerk("anguan1");
  for (const [path, name] of [["/desk/deliveries", "deliveries"], ["/desk/dead-letters", "dead-letters"], ["/desk/ratings", "repairs"]] as const) {
    await manager.goto(path);
    await look(manager, `desk-${name}`);
  }

  // What he wanted to come for is handed over at the window; only then is the case archived.
  const deliverer = await clerk("zhizheng1");
  await claim(deliverer, "送达");
  await expect(deliverer.locator("main")).toContainText(number);
  await unfold(deliverer, "deliver");
  const deliver = deliverer.locator("form#deliver");
  await deliver.locator("[name=way][value=counter]").check();
  await deliver.locator("[name=recipient]").fill("本人");
  await look(deliverer, "deliver-not-accepted");
  await send(deliverer, "deliver");

  // The archivist checks the four properties and archives; the case says so.
  const archivist = await clerk("guidang1");
  await archivist.goto("/desk/archives");
  await expect(archivist.locator(".pp-nowrap", { hasText: number })).toBeVisible();
  await look(archivist, "desk-archives");
  await expect(async () => {
    await archivist.goto("/desk/archives");
    await archivist.getByRole("button", { name: /检测并归档/ }).first().click();
    await expect(archivist.getByText("已归档。")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await archivist.goto("/desk/archives?list=done");
  await expect(archivist.locator(".pp-nowrap", { hasText: number })).toBeVisible();
  await look(archivist, "desk-archives-done");
  await page.goto("/me/cases");
  await page.getByRole("link", { name: /爆破/ }).first().click();
  await expect(page.locator("main")).toContainText("已归档");
  await look(page, "case-archived", { script: false });
});
