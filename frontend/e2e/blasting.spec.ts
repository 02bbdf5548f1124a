import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { confirmIdentity, declareAll, choose, draftOf, fillAddress, fillHealth, goOn, item, receiptLine, saved, unitSigns, upload } from "./application";
import { act, claim, passOpenChecks } from "./desk";
import { expect, test } from "./journey";
import { look } from "./look";
import { disguised, healthCertificate, portrait } from "./papers";
import { signIn } from "./people";

test("a blasting licence is renewed, from search to verified certificate", async ({ browse, browser, clerk }) => {
  let citizen = await browse();
  const home = citizen.context();
  let draft = "";
  let number = "";
  let queryCode = "";

  await test.step("the blaster finds his item and signs in to begin", async () => {
    await citizen.goto("/");
    await citizen.getByRole("main").getByRole("combobox").fill("爆破证到期");
    await citizen.getByRole("main").getByRole("combobox").press("Enter");
    await citizen.getByRole("main").getByRole("link", { name: item }).first().click();
    await citizen.getByRole("button", { name: "在线办理" }).first().click();
    await expect(citizen).toHaveURL(/\/sign-in\?back=/);
    await signIn(citizen, "刘大山");
    await look(citizen, "start");
    await citizen.getByRole("button", { name: "开始填写" }).click();
    await look(citizen, "confirm");
    await confirmIdentity(citizen, "刘大山");
    await citizen.getByRole("button", { name: "开始填写" }).click();
    await expect(citizen).toHaveURL(/\/drafts\//);
    draft = draftOf(citizen);
    await look(citizen, "draft");
  });

  await test.step("what he types is saved, and he goes on from another device", async () => {
    await citizen.getByRole("link", { name: "继续填写" }).click();
    await fillAddress(citizen, "现住址", "赫山区", "桃花仑街道康富南路 18 号 3 栋 502");
    await saved(citizen);
    await look(citizen, "section-applicant");
    await citizen.close();

    citizen = await browse({ viewport: { width: 390, height: 844 } });
    await citizen.goto("/items/430900-ZA-0022");
    await citizen.getByRole("button", { name: "在线办理" }).first().click();
    await signIn(citizen, "刘大山");
    await expect(citizen.getByRole("heading", { name: "继续填写草稿" })).toBeVisible();
    await look(citizen, "start-open-draft");
    await citizen.getByRole("link", { name: item }).last().click();
    await citizen.getByRole("link", { name: "本人信息" }).click();
    await expect(citizen.getByLabel("详细地址")).toHaveValue("桃花仑街道康富南路 18 号 3 栋 502");
    await goOn(citizen);
  });

  await test.step("he fills the other sections; the first file is not what it says it is", async () => {
    await expect(citizen.getByRole("heading", { level: 1, name: "许可证" })).toBeVisible();
    await look(citizen, "section-licence");
    await goOn(citizen);
    await look(citizen, "section-unit");
    await goOn(citizen);
    await look(citizen, "section-practice");
    await choose(citizen, "近 5 年有没有发生爆破作业责任事故", "否");
    await saved(citizen);
    await goOn(citizen);

    await look(citizen, "section-health");
    await citizen.locator("[data-question=health_cert] input[type=file]").setInputFiles(disguised());
    await expect(citizen.locator("[data-question=health_cert] [data-part=error]")).toBeVisible();
    await look(citizen, "section-health-wrong");
    await upload(citizen, "health_cert", healthCertificate());
    await fillHealth(citizen, "2026-01-05"); // too old: the check page tells
    await saved(citizen);
    await look(citizen, "section-health-done");
    await goOn(citizen);

    await citizen.getByRole("link", { name: "先不改，填写下一部分" }).click();
    await choose(citizen, "同意使用人口库里的照片", "否");
    await upload(citizen, "photo", await portrait(browser));
    await saved(citizen);
    await look(citizen, "section-photo");
    await goOn(citizen);

    await choose(citizen, "新证怎么给您", "邮寄");
    await citizen.getByRole("textbox", { name: "收件人 必填" }).fill("刘大山");
    await fillAddress(citizen, "邮寄地址", "赫山区", "桃花仑街道康富南路 18 号 3 栋 502");
    await saved(citizen);
    await look(citizen, "section-delivery");
    await goOn(citizen);

    await look(citizen, "section-statements");
    await declareAll(citizen);
    await saved(citizen);
    await goOn(citizen);
  });

  await test.step("the check page leads him to what is wrong; he mends it and hands the form to his unit", async () => {
    await citizen.goto(`${draft}/check`);
    await expect(citizen.getByRole("button", { name: "确认并送单位签章" })).toBeHidden();
    await look(citizen, "check-wrong");
    await citizen.locator(".ds-error-summary a, [class*=summary] a").first().click();
    await look(citizen, "section-health-review");
    await fillHealth(citizen);
    await saved(citizen);
    await goOn(citizen);
    await citizen.context().close();
    citizen = await home.newPage(); // where he proved who he is
    await citizen.goto(`${draft}/check`);
    await look(citizen, "check");
    await citizen.getByRole("button", { name: "确认并送单位签章" }).click();
    await expect(citizen.getByRole("heading", { level: 1, name: "等待单位签章" })).toBeVisible();
    await look(citizen, "waiting-for-unit");
  });

  const unit = await browse();
  await test.step("the unit's legal representative reads and signs; the receipt has number and query code", async () => {
    await unit.goto("/sign-in");
    await signIn(unit, "周建国");
    await look(unit, "me-unit");
    await unit.goto("/unit/sign");
    await look(unit, "unit-list");
    await unit.getByRole("link", { name: /刘大山/ }).click();
    await look(unit, "unit-sign");
    await unit.getByRole("button", { name: "签章并提交" }).click();
    await look(unit, "unit-sign-wrong");
    await unitSigns(unit, "周建国");
    await look(unit, "receipt");
    number = await receiptLine(unit, "办件编号");
    queryCode = await receiptLine(unit, "查询码");
    expect(number).toMatch(/^\w{24}$/);
    expect(queryCode).toMatch(/^\d{8}$/);
    await unit.getByRole("link", { name: "查看收件凭证" }).click();
    await look(unit, "document-receipt");
  });

  await test.step("the citizen sees where it is", async () => {
    await citizen.goto("/me");
    await look(citizen, "me");
    await citizen.goto("/me/cases");
    await look(citizen, "my-cases");
    await citizen.getByRole("link", { name: item }).first().click();
    await expect(citizen.getByText(number)).toBeVisible();
    await look(citizen, "case-received");
    await citizen.getByLabel("写留言").fill("请问周末可以领证吗？");
    await citizen.getByRole("button", { name: "发送" }).click();
    await expect(citizen.getByText("留言已发送。")).toBeVisible();
  });

  await test.step("intake accepts", async () => {
    const intake = await clerk("shouli1");
    await look(intake, "desk-intake");
    await intake.getByRole("link", { name: "受理", exact: true }).click();
    await look(intake, "desk-queue");
    await claim(intake, "受理");
    await expect(intake.getByText(number).first()).toBeVisible();
    await look(intake, "review-intake");
    await act(intake, "accept", "受理");
    await look(intake, "review-accepted");
  });

  await test.step("the county checks the background", async () => {
    const county = await clerk("xian-heshan");
    await claim(county, "县级背景审查");
    await look(county, "review-county");
    await act(county, "county-opinion", "提出背景审查意见", { choose: "背景审查无异常", opinion: "经核查，申请人无违法犯罪记录，未发现不适宜从事爆破作业的情形。" });
  });

  await test.step("the reviewer settles the checklist and proposes to grant", async () => {
    const reviewer = await clerk("shencha1");
    await claim(reviewer, "审查");
    await look(reviewer, "review-review");
    await passOpenChecks(reviewer, "经人工核对，符合条件。");
    await look(reviewer, "review-checked");
    await act(reviewer, "propose-grant", "建议准予", { opinion: "材料真实、条件符合，建议准予延续。" });
  });

  await test.step("another officer decides", async () => {
    const decider = await clerk("shenpi1");
    await claim(decider, "审批");
    await look(decider, "review-decision");
    await act(decider, "grant", "准予延续");
    await look(decider, "review-granted");
  });

  await test.step("the certificate is made and delivered", async () => {
    const printer = await clerk("zhizheng1");
    await look(printer, "desk-certificate");
    await claim(printer, "制证");
    await act(printer, "issue-certificate", "制作证件");
    await claim(printer, "送达");
    await look(printer, "review-delivery");
    await act(printer, "post", "登记交寄", { waybill: "EC123456789CN" }); // stays on its way
    await look(printer, "review-delivered");
    await printer.goto("/desk/deliveries?list=letters&state=way");
    await expect(printer.getByRole("row").filter({ hasText: "EC123456789CN" })).toContainText("在途");
    await look(printer, "desk-letters");
  });

  let verify = "";
  await test.step("the citizen sees his certificate and downloads it, signed", async () => {
    await citizen.goto("/me");
    await look(citizen, "me-licensed");
    await citizen.goto("/me/inbox");
    await look(citizen, "inbox");
    await citizen.goto("/me/cases");
    await citizen.getByRole("link", { name: item }).first().click();
    await citizen.locator('form[action$="/delivery"]').getByRole("button").click(); // the letter has come
    await expect(citizen.locator("main")).toContainText("已办结");
    await look(citizen, "case-finished");
    await citizen.getByRole("link", { name: "查看证照" }).click();
    await expect(citizen.getByRole("link", { name: "下载 PDF" })).toBeVisible();
    await look(citizen, "document-certificate");
    verify = (await citizen.locator("a[href*='/verify/']").first().getAttribute("href")) ?? "";
    const [download] = await Promise.all([citizen.waitForEvent("download"), citizen.getByRole("link", { name: "下载 PDF" }).click()]);
    const file = test.info().outputPath("certificate.pdf");
    await download.saveAs(file);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe("%PDF-");
    expect(signature(file)).toContain("Signature is Valid");
  });

  await test.step("a stranger scans its code with his phone", async () => {
    const stranger = await browse({ viewport: { width: 375, height: 720 }, isMobile: true, hasTouch: true });
    await stranger.goto(verify);
    await expect(stranger.getByRole("heading", { level: 1, name: "有效", exact: true })).toBeVisible(); // renewed ahead: the old one runs on until it begins
    await expect(stranger.getByText("刘**")).toBeVisible();
    await expect(stranger.getByText("刘大山")).toHaveCount(0);
    await look(stranger, "verify-certificate");

    await stranger.goto("/progress");
    await stranger.getByLabel("办件编号").fill(number);
    await stranger.getByLabel("查询码").fill(queryCode);
    await stranger.getByLabel("申请人公民身份号码后 4 位").fill("0238");
    await stranger.locator("main").getByRole("button", { name: "查询" }).click();
    await expect(stranger.locator("main").getByText(number)).toBeVisible();
    await look(stranger, "progress");
  });
});

/** What pdfsig, a tool of others, says of a file's signature. */
function signature(file: string): string {
  return spawnSync("pdfsig", ["-nocert", file], { encoding: "utf8" }).stdout;
}
