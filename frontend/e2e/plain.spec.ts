import { choose, confirmIdentity, declareAll, draftOf, fillAddress, fillHealth, goOn, item } from "./application";
import { expect, test } from "./journey";
import { look } from "./look";
import { disguised, healthCertificate, portrait } from "./papers";
import { signIn } from "./people";

const phone = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };

test("a licence is renewed on a small phone without script", async ({ browse, browser }) => {
  const keeper = await browse(phone);
  const seen = (name: string) => look(keeper, `plain-${name}`, { script: false });

  await test.step("he finds the item and begins", async () => {
    await keeper.goto("/");
    await keeper.getByRole("main").getByRole("searchbox").fill("保管员证");
    await keeper.getByRole("main").getByRole("button", { name: "搜索" }).click();
    await keeper.getByRole("main").getByRole("link", { name: item }).first().click();
    await keeper.getByRole("button", { name: "在线办理" }).first().click();
    await signIn(keeper, "李𬭊");
    await keeper.getByRole("button", { name: "开始填写" }).click();
    await confirmIdentity(keeper, "李𬭊");
    await keeper.getByRole("button", { name: "开始填写" }).click();
    await seen("draft");
  });
  const draft = draftOf(keeper);

  await test.step("he fills the sections, saving by hand", async () => {
    await keeper.getByRole("link", { name: "继续填写" }).click();
    await fillAddress(keeper, "现住址", "安化县", "东坪镇资江北路 66 号");
    await goOn(keeper);
    await goOn(keeper);
    await goOn(keeper);
    await choose(keeper, "近 5 年有没有发生爆破作业责任事故", "否");
    await goOn(keeper);

    const certificate = keeper.locator("[data-question=health_cert]");
    await certificate.locator("input[type=file]").setInputFiles(disguised());
    await certificate.getByRole("button", { name: "上传", exact: true }).click();
    await expect(keeper.getByText("处需要修改")).toBeVisible();
    await seen("section-health-wrong");
    await certificate.locator("input[type=file]").setInputFiles(healthCertificate(300));
    await fillHealth(keeper);
    await goOn(keeper);

    await choose(keeper, "同意使用人口库里的照片", "否");
    await goOn(keeper); // the question of the picture comes with the next page
    await keeper.locator("[data-question=photo] input[type=file]").setInputFiles(await portrait(browser));
    await seen("section-photo");
    await goOn(keeper);

    await choose(keeper, "新证怎么给您", "到窗口自取");
    await goOn(keeper);
    await declareAll(keeper);
    await goOn(keeper);
  });

  await test.step("he checks and hands it to his unit", async () => {
    await keeper.goto(`${draft}/check`);
    await seen("check");
    await keeper.getByRole("button", { name: "确认并送单位签章" }).click();
    await expect(keeper.getByRole("heading", { level: 1, name: "等待单位签章" })).toBeVisible();
    await seen("waiting-for-unit");
  });

  await test.step("his unit signs, without script as well", async () => {
    const unit = await browse(phone);
    await unit.goto("/unit/sign");
    await signIn(unit, "夏雪峰");
    await unit.getByRole("link", { name: /李𬭊/ }).click();
    await unit.getByRole("checkbox", { name: "本单位作出以上声明" }).check();
    await unit.getByRole("button", { name: "签章并提交" }).click();
    await expect(unit.getByText("申请已收到")).toBeVisible();
    await look(unit, "plain-receipt", { script: false });
  });
});
