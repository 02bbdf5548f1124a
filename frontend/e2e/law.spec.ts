import type { BrowserContext, BrowserContextOptions, Locator, Page } from "@playwright/test";
import { rmSync } from "node:fs";
import { handIn, item, saved, upload } from "./application";
import { claim, unfold } from "./desk";
import { expect, test } from "./journey";
import { listen, look, quiet } from "./look";
import { healthCertificate } from "./papers";
import { signIn, signInClerk } from "./people";
import { dataDirectory, startPortal, type Portal } from "./portal";

/** Fills a form of a case by the names of its fields and sends it; a field of choices is given as value. */
async function act(page: Page, form: string, values: Record<string, string>, done = "已完成“"): Promise<void> {
  const asked = page.locator(`form#${form}`);
  await unfold(page, form);
  for (const [name, value] of Object.entries(values)) await put(asked.locator(`[name="${name}"]`), value);
  await asked.getByRole("button").last().click();
  await expect(page.getByText(done).first()).toBeVisible();
}

async function put(field: Locator, value: string): Promise<void> {
  const kind = await field.first().getAttribute("type");
  if (kind === "radio" || kind === "checkbox") await (value ? field.and(field.page().locator(`[value="${value}"]`)) : field.first()).check();
  else await field.first().fill(value);
}

test("the law is kept from correction to archive, with hearing, extension, discussion and legal review", async ({ browser, locale, timezoneId }, info) => {
  test.setTimeout(420_000);
  const data = dataDirectory("law");
  let portal: Portal = await startPortal(info.parallelIndex, { PORTAL_DATA_DIR: data });
  let open: BrowserContext[] = [];
  let desks = new Map<string, Page>();
  const browse = async (how: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ baseURL: portal.url, viewport: { width: 1280, height: 800 }, locale: locale ?? "zh-CN", timezoneId: timezoneId ?? "Asia/Shanghai", ...how });
    context.setDefaultTimeout(15_000);
    listen(context);
    open.push(context);
    return context.newPage();
  };
  const clerk = async (login: string): Promise<Page> => {
    const known = desks.get(login);
    if (known) return known;
    const page = await browse();
    await signInClerk(page, login);
    desks.set(login, page);
    return page;
  };
  const leave = async () => {
    for (const context of open) {
      quiet(context);
      await context.close();
    }
    open = [];
    desks = new Map();
    await portal.stop();
  };
  const own = async (): Promise<Page> => {
    const page = await browse();
    await page.goto("/me/cases");
    await signIn(page, "刘大山");
    await page.getByRole("link", { name: item }).first().click();
    return page;
  };

  try {
    await test.step("a lawyer reads the procedure and follows its links", async () => {
      const reader = await browse();
      await reader.goto("/about");
      await reader.getByRole("link", { name: "办理程序" }).first().click();
      await reader.goto("/about/procedure/permit");
      await expect(reader.locator("#T26")).toContainText("第四十二条");
      await look(reader, "law-permit");
      const others = reader.locator("main").getByRole("navigation", { name: "办理程序", exact: true }).getByRole("link");
      const paths = await others.evaluateAll((links) => links.map((a) => a.getAttribute("href")!));
      for (const path of paths) {
        const answer = await reader.goto(path);
        expect(answer!.status(), path).toBe(200);
        await expect(reader.locator("tr[id]").first()).toBeVisible();
      }
    });

    const { page: confirmed } = await handIn((how) => browse(how), { name: "刘大山", area: "赫山区", unit: "周建国" });
    await test.step("one correction", async () => {
      const intake = await clerk("shouli1");
      await claim(intake, "受理");
      await intake.locator("details:has(form#correct) > summary").click();
      const row = intake.locator("form#correct [data-row]").first();
      await row.getByLabel("材料或栏目").selectOption("体检证明");
      await row.getByLabel("问题").fill("体检证明没有医院盖章");
      await row.getByLabel("怎样补正").fill("请到医院补盖印章后重新上传");
      await act(intake, "correct", {});
      const applicant = await own();
      await applicant.getByRole("link", { name: "去补正" }).click();
      await upload(applicant, "health_cert", healthCertificate(60));
      await saved(applicant);
      await applicant.getByRole("button", { name: "提交补正" }).click();
      await expect(applicant.getByRole("heading", { level: 1, name: "补正已收到" })).toBeVisible();
      await look(applicant, "law-corrected");
    });

    let path = "";
    await test.step("acceptance and the county's opinion", async () => {
      const intake = await clerk("shouli1");
      await claim(intake, "受理");
      path = new URL(intake.url()).pathname;
      await act(intake, "accept", {});
      const county = await clerk("xian-heshan");
      await claim(county, "县级背景审查");
      await act(county, "county-opinion", { verdict: "grant", reason: "未发现不适宜从事爆破作业的情形。" });
    });

    await test.step("a neighbour whose interest is concerned is told and heard", async () => {
      const reviewer = await clerk("shencha1");
      await claim(reviewer, "审查");
      const neighbour = { party: "益阳市湘龙建材厂", place: "益阳市赫山区康富路1号", phone: "13800000009", reason: "作业地点与其厂房相邻" };
      await act(reviewer, "tell-third-party", neighbour);
      await unfold(reviewer, "hear-third-party");
      await expect(reviewer.getByText("正在听取利害关系人益阳市湘龙建材厂的意见").first()).toBeVisible();
      await look(reviewer, "law-third-party");
      const letter = await reviewer.getByRole("link", { name: /利害关系人权利告知书/ }).first().getAttribute("href");
      await reviewer.goto(letter!);
      await expect(reviewer.locator("main")).toContainText("益阳市湘龙建材厂：");
      await reviewer.goto(path);
      await act(reviewer, "hear-third-party", { kind: "stated", record: "要求避开夜间作业" });
    });

    await test.step("the applicant is told of his right and asks for a hearing; the clock stands still", async () => {
      const reviewer = await clerk("shencha1");
      await reviewer.goto(path);
      await look(reviewer, "law-review");
      await act(reviewer, "tell-hearing", { reason: "体检结论与从业要求之间有重大差异，拟不予延续。" });
      await confirmed.goto("/me/cases"); // where he proved who he is
      await confirmed.getByRole("link", { name: item }).first().click();
      await look(confirmed, "law-hearing-right", { script: false });
      await confirmed.getByRole("button", { name: "要求听证" }).click();
      await expect(confirmed.getByRole("button", { name: "要求听证" })).toBeHidden();
      await look(confirmed, "law-hearing-asked", { script: false });
      await claim(reviewer, "特别程序");
      const form = reviewer.locator("form#set-hearing");
      await unfold(reviewer, "set-hearing");
      await form.getByRole("radio", { name: /周建军/ }).check();
      await act(reviewer, "set-hearing", { on: "2026-10-12", at: "09:30", place: "市局三楼会议室" });
      await look(reviewer, "law-hearing-set");
    });

    await test.step("the public reads that the hearing is announced, and how to attend", async () => {
      const visitor = await browse();
      await visitor.goto("/disclosure");
      await visitor.getByRole("main").getByRole("link", { name: "听证公告" }).click();
      const hearing = visitor.getByRole("row").filter({ hasText: "市局三楼会议室" });
      await expect(hearing).toContainText("09:30");
      await expect(hearing).toContainText("刘**");
      await expect(visitor.getByText("凭有效身份证件")).toBeVisible();
      await look(visitor, "hearings");
    });

    await leave();
    portal = await startPortal(info.parallelIndex, { PORTAL_DATA_DIR: data, PORTAL_NOW: "2026-10-12T09:30:00+08:00" });

    await test.step("the chair, who has not handled the case, holds the hearing and signs its record", async () => {
      const chair = await clerk("shencha2");
      await claim(chair, "特别程序");
      await chair.locator("#files-file").setInputFiles({ ...healthCertificate(20), name: "听证录音录像说明.pdf" });
      await chair.locator("form#files button[type=submit]").click();
      await expect(chair.getByRole("link", { name: "听证录音录像说明.pdf" })).toBeVisible();
      await look(chair, "law-hearing");
      await act(chair, "finish-special", { record: "申请人到场陈述并质证，双方对体检结论的意见均已记录并签字。", pictures: "" });
    });

    await test.step("the head of the agency extends the limit; the reviewer asks for a discussion", async () => {
      const reviewer = await clerk("shencha1");
      await claim(reviewer, "审查");
      const points = reviewer.locator("#checks li[data-mark=open]");
      for (const [i, point] of (await points.all()).entries()) {
        await point.locator(`input[value=${i === 0 ? "fail" : "pass"}]`).check();
        await point.getByRole("textbox").fill(i === 0 ? "体检结论不符合从业要求。" : "经人工核对，符合条件。");
      }
      await reviewer.getByRole("button", { name: "保存核查结论" }).click();
      await expect(points).toHaveCount(0);
      const leader = await clerk("juling1");
      await leader.goto(path);
      await act(leader, "beside-extend", { reason: "听证中提出的医学意见需要进一步研究。" });
      await look(leader, "law-extended");
      await reviewer.goto(path);
      await act(reviewer, "ask-collective-refuse", { grounds: "", reason: "体检结论不符合条件，案情有争议，提请集体讨论。" });
    });

    await test.step("three discuss, dissent is recorded, a lawyer reviews", async () => {
      const leader = await clerk("juling1");
      await claim(leader, "集体议案");
      const form = leader.locator("form#collective");
      for (const [i, [officer, verdict, text]] of ([["090109", "refuse", ""], ["090126", "grant", "建议复检后再定"]] as const).entries()) {
        await form.locator("[name=member_officer]").nth(i).fill(officer);
        await form.locator("[name=member_verdict]").nth(i).selectOption(verdict);
        await form.locator("[name=member_text]").nth(i).fill(text);
      }
      await look(leader, "law-collective");
      await act(leader, "collective", { verdict: "refuse", record: "听证记录已逐项讨论，多数同意不予延续。" });
      const lawyer = await clerk("fazhi1");
      await claim(lawyer, "法制审核");
      await expect(lawyer.locator("main")).toContainText("建议复检后再定");
      await look(lawyer, "law-legal");
      await act(lawyer, "legal-opinion", { agree: "agree", reason: "程序合法，事实清楚，适用依据正确。" });
    });

    await test.step("the decision is another's; it tells reasons and every remedy", async () => {
      const decider = await clerk("shenpi1");
      await claim(decider, "审批");
      await act(decider, "refuse", { grounds: "", reason: "经听证和体检复核，申请人身体条件不符合要求。", heard: "申请人在听证中陈述的意见已逐条答复。" });
      const applicant = await own();
      await look(applicant, "law-refused");
      await applicant.getByRole("link", { name: /不予延续行政许可决定书/ }).first().click();
      const letter = applicant.locator("main");
      for (const words of ["六十日内向益阳市人民政府申请行政复议", "https://xzfy.moj.gov.cn", "六个月内依法向益阳市赫山区人民法院", "警号", "益阳市湘龙建材厂：要求避开夜间作业"]) await expect(letter).toContainText(words);
      await look(applicant, "law-refusal");
    });

    await test.step("it is handed over at the window and archived", async () => {
      const deliverer = await clerk("zhizheng1");
      await claim(deliverer, "送达");
      await act(deliverer, "deliver", { way: "counter", recipient: "本人" });
      const archivist = await clerk("guidang1");
      await expect(async () => {
        await archivist.goto("/desk/archives");
        await archivist.getByRole("button", { name: /检测并归档/ }).first().click();
        await expect(archivist.getByText("已归档。")).toBeVisible({ timeout: 2_000 });
      }).toPass({ timeout: 60_000 });
      await look(archivist, "law-archived");
    });

    await test.step("督察 reads everything, orders by hand, and registers what the justice department writes", async () => {
      const inspector = await clerk("ducha1");
      for (const [room, name] of [["/desk/shifts", "shifts"], ["/desk/licences", "licences"], ["/desk/business-marks", "marks"], ["/desk/patrol", "patrol"]] as const) {
        await inspector.goto(room);
        await look(inspector, `law-${name}`);
        if (room !== "/desk/patrol") await expect(inspector.locator("main form[method=post]")).toHaveCount(0);
      }
      await inspector.goto(path);
      const number = /[0-9A-Z]{24}/.exec(await inspector.locator("main").innerText())![0];
      await inspector.goto("/desk/orders");
      await look(inspector, "law-order");
      await inspector.getByLabel("办件编号").fill(number);
      await inspector.getByRole("radio", { name: /黄牌/ }).check();
      await inspector.getByLabel("督办情形").fill("请说明延长办理期限的情况。");
      await inspector.getByRole("button", { name: "签发", exact: true }).click();
      await expect(inspector.getByText("督办单已签发。")).toBeVisible();
      await look(inspector, "law-ordered");
      await inspector.goto("/desk/justice");
      await inspector.getByRole("radio", { name: "行政执法监督意见书" }).check();
      for (const [label, text] of [["文号", "益司监意〔2026〕7号"], ["制发机关", "益阳市司法局"], ["答复期限", "2026-10-23"], ["内容", "请就听证期限的计算书面答复。"], ["涉及的办件编号", number]] as const)
        await inspector.getByLabel(label).fill(text);
      await inspector.getByLabel("答复单位").selectOption("430900-zhi");
      await inspector.getByRole("button", { name: "登记", exact: true }).click();
      await expect(inspector.getByText("已登记，并已告知答复单位。")).toBeVisible();
      await look(inspector, "law-justice");
      const reviewer = await clerk("shencha1");
      await reviewer.goto("/desk/justice");
      await reviewer.getByLabel("答复", { exact: false }).first().fill("已核查：听证通知于举行七个工作日前送达。");
      await reviewer.getByRole("button", { name: "提交答复" }).click();
      await expect(reviewer.getByText("没有待答复的监督文书")).toBeVisible();
    });
  } finally {
    await leave();
    rmSync(data, { recursive: true, force: true });
  }
});
