import { choose, confirmIdentity, declareAll, draftOf, fillAddress, fillHealth, goOn, item, receiptLine, unitSigns } from "./application";
import { act, claim, passOpenChecks } from "./desk";
import { expect, test } from "./journey";
import { look } from "./look";
import { disguised, healthCertificate, portrait } from "./papers";
import { signIn } from "./people";

const phone = { javaScriptEnabled: false, viewport: { width: 360, height: 740 } };

test("a licence is renewed on a small phone without script", async ({ browse, browser, clerk }) => {
  const keeper = await browse(phone);
  let number = "";
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
    await unitSigns(unit, "夏雪峰");
    number = await receiptLine(unit, "办件编号");
    await look(unit, "plain-receipt", { script: false });
  });

  await test.step("four officers and the printing desk do their part", async () => {
    const intake = await clerk("shouli2", phone);
    await claim(intake, "受理");
    await expect(intake.getByText(number).first()).toBeVisible();
    await act(intake, "accept", "受理");
    const county = await clerk("xian-anhua", phone);
    await claim(county, "县级背景审查");
    await act(county, "county-opinion", "提出背景审查意见", { choose: "背景审查无异常", opinion: "背景审查无异常。" });
    const reviewer = await clerk("shencha2", phone);
    await claim(reviewer, "审查");
    await passOpenChecks(reviewer, "已核对。");
    await look(reviewer, "plain-review", { script: false });
    await act(reviewer, "propose-grant", "建议准予", { opinion: "建议准予延续。" });
    const decider = await clerk("shenpi1", phone);
    await claim(decider, "审批");
    await act(decider, "grant", "准予延续");
    const printer = await clerk("zhizheng1", phone);
    await claim(printer, "制证");
    await act(printer, "issue-certificate", "制作证件");
  });

  await test.step("he reads his certificate and confirms that it arrived", async () => {
    await keeper.goto("/me/cases");
    await keeper.getByRole("link", { name: item }).first().click();
    await expect(keeper.getByRole("link", { name: "查看证照" })).toBeVisible();
    await seen("case");
    const verify = await keeper.locator("main a[href*='/verify/']").first().getAttribute("href");
    const stranger = await browse(phone);
    await stranger.goto(verify ?? "");
    await expect(stranger.getByText("李*")).toBeVisible();
    await look(stranger, "plain-verify", { script: false });
  });
});
