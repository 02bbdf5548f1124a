import { claim, claimCase, send, unfold } from "./desk";
import { expect, test as journey } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { signIn } from "./people";
import { startPortal } from "./portal";

// A portal with the demonstration's samples: one renewal was refused after a discussion, and delivered.
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

test("a refusal that was annulled in reconsideration is decided again, collectively and by another", async ({ browse, clerk }) => {
  test.setTimeout(240_000);
  const applicant = await browse();
  await applicant.goto("/me/cases");
  await signIn(applicant, "蔡小满");
  await applicant.getByRole("link", { name: /爆破作业人员许可/ }).first().click();
  await expect(applicant).toHaveURL(/\/cases\//);
  const mine = new URL(applicant.url()).pathname;
  const path = `/desk${mine}`;

  const leader = await clerk("juling1");
  await leader.goto(path);
  await leader.locator("#files-file").setInputFiles({ ...healthCertificate(20), name: "行政复议决定书.pdf" });
  await leader.locator("form#files button[type=submit]").click();
  await expect(leader.getByRole("link", { name: "行政复议决定书.pdf" })).toBeVisible();
  const id = "beside-decide-again";
  const form = leader.locator(`form#${id}`);
  await unfold(leader, id);
  await form.getByRole("button").last().click(); // nothing is told yet
  await expect(form.getByText("请填写裁决文书的文号。")).toBeVisible();
  await form.getByRole("radio", { name: "行政复议", exact: true }).check();
  await form.locator("[name=body]").fill("益阳市人民政府");
  await form.locator("[name=number]").fill("益政复决〔2026〕12号");
  await form.locator("[name=on]").fill("2026-09-17");
  await form.getByRole("radio", { name: "事实、证据或者适用依据" }).check();
  await form.locator("[name=days]").fill("15");
  await form.locator("[name=reason]").fill("继续教育学时的认定漏计了线上学习记录，主要事实不清，撤销原决定，责令在十五个工作日内重新作出。");
  await form.locator("[name=pictures]").first().check();
  await look(leader, "again-ruling");
  await send(leader, id);
  await expect(leader.getByText("原决定被撤销，须在").first()).toBeVisible();
  await look(leader, "again-banner");

  await applicant.goto(mine);
  await expect(applicant.locator("main")).toContainText("原决定被撤销，正在重新办理");
  await expect(applicant.locator("main")).toContainText("重新办理告知书");
  await look(applicant, "again-applicant");
  await applicant.getByRole("link", { name: /不予延续行政许可决定书/ }).first().click();
  await expect(applicant.locator("main")).toContainText("益阳市人民政府益政复决〔2026〕12号 撤销了本文书");
  await look(applicant, "again-superseded");
  await applicant.goto(mine);
  await applicant.getByRole("link", { name: /重新办理告知书/ }).first().click();
  await expect(applicant.locator("main")).toContainText("行政复议法");
  await look(applicant, "again-notice");

  const reviewer = await clerk("shencha1");
  await claimCase(reviewer, "review", path);
  await expect(reviewer.locator("main")).toContainText("不得再以这些理由不予许可");
  await expect(reviewer.locator("form#propose-grant")).toHaveCount(0);
  const point = reviewer.locator("#checks li[data-mark=fail]").first();
  await expect(point).toContainText("裁决已否定这一理由");
  await point.getByRole("radio", { name: "通过", exact: true }).check();
  await point.getByRole("textbox").fill("按益政复决〔2026〕12号补计线上学习24学时。");
  await look(reviewer, "again-review");
  await reviewer.getByRole("button", { name: "保存核查结论" }).click();
  await expect(reviewer.getByText("核查结论已保存。")).toBeVisible();
  await unfold(reviewer, "ask-collective-grant");
  await reviewer.locator("form#ask-collective-grant [name=reason]").fill("按复议决定重新认定学时，各项条件均符合，拟准予延续。");
  await send(reviewer, "ask-collective-grant");

  await claim(leader, "集体议案");
  await expect(leader).toHaveURL(new RegExp(path));
  const talk = leader.locator("form#collective");
  await unfold(leader, "collective");
  await talk.getByRole("radio", { name: /准予/ }).first().check();
  for (const [i, officer] of ["090126", "090127"].entries()) {
    await talk.locator("[name=member_officer]").nth(i).fill(officer);
    await talk.locator("[name=member_verdict]").nth(i).selectOption("grant");
  }
  await talk.locator("[name=record]").fill("会议逐项讨论了复议决定，一致同意准予延续。");
  await send(leader, "collective");

  const first = await clerk("shenpi1");
  await first.goto(path);
  await expect(first.locator("form#grant")).toHaveCount(0);
  const second = await clerk("shenpi2");
  await claimCase(second, "decision", path);
  await unfold(second, "grant");
  await look(second, "again-decision");
  await send(second, "grant");

  await applicant.goto(mine);
  await expect(applicant.locator("main")).toContainText("现决定是重新作出的");
  await expect(applicant.getByRole("link", { name: /准予延续行政许可决定书/ }).first()).toBeVisible();
  await look(applicant, "again-decided");
});
