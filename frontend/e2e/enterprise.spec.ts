import { receiptLine } from "./application";
import { answer, begin, file, handIn, openReceipt, verify } from "./filing";
import { expect, test } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { confirmIfAsked, newcomer, register, signIn } from "./people";

test.use({ town: "enterprise" });

test("a school that has never been here files its guards, from registration to the receipt", async ({ browse, clerk }) => {
  const head = await browse();
  const principal = await register(head, "魏文华");
  const desk = await browse();
  const accountant = await register(desk, "柳云");

  // The accountant registers the school; its legal representative confirms.
  await desk.goto("/register/enterprise");
  await desk.getByLabel("统一社会信用代码").fill(accountant.code.replace(/.$/, "0"));
  await desk.getByRole("button", { name: "登记", exact: true }).click();
  await expect(desk.locator(".pp-field[data-invalid]")).toBeVisible();
  await look(desk, "enterprise-register-wrong");
  await desk.getByLabel("统一社会信用代码").fill(accountant.code);
  await desk.getByRole("button", { name: "登记", exact: true }).click();
  await expect(desk.getByText("等待登记的法定代表人登录本平台确认")).toBeVisible();
  await look(desk, "enterprise-waiting");
  await head.goto("/me");
  await look(head, "enterprise-confirm");
  await head.getByRole("button", { name: "同意开通" }).click();
  await expect(head.getByText("企业账号已开通。").first()).toBeVisible();

  await head.goto("/me/enterprise");
  await expect(head.getByRole("row", { name: /柳云/ })).toContainText("企业管理员");
  await look(head, "enterprise-members");

  // She puts the school's rules into the document box, and uses them three times.
  await desk.goto("/me");
  await desk.getByRole("button", { name: /益阳市梓山湖学校/ }).click();
  await desk.goto("/enterprise");
  await expect(desk.getByRole("heading", { name: "益阳市梓山湖学校", level: 1 })).toBeVisible();
  await desk.goto("/me/box");
  await look(desk, "box-empty");
  await desk.getByLabel("文件名称").fill("保安管理制度汇编");
  await desk.getByLabel("种类").selectOption("rules");
  await desk.getByLabel("有效期至").fill("2026-10-10");
  await desk.locator("input[type=file]").setInputFiles({ ...healthCertificate(20), name: "制度.pdf" });
  await desk.getByRole("button", { name: "放入证件箱" }).click();
  await expect(desk.getByText("已放入证件箱。")).toBeVisible();
  await look(desk, "box");

  await desk.goto("/items/430900-ZA-0013/start?situation.type=legal&situation.what=first");
  const draft = await begin(desk, accountant.mobile);
  const person = { name: principal.name, id_number: principal.id };
  const place = { area: "430903", detail: "梓山湖路 8 号" };
  await answer(desk, draft, {
    truth: true, privacy: true, unit_type: "institution", unit_addr: place, legal: person, legal_phone: principal.mobile, incharge: person,
    incharge_phone: principal.mobile, not_venue: true, start_date: "2026-09-01",
    areas: [{ name: "校区", place, size: 12000, type: "own", posts: 2 }], posts: ["gate", "patrol"],
    guards: [{ name: "陈晓梅", id_number: "430922199208150023", education: "senior", certificate: "4309002024000123", since: "2026-08-01", post: "gate" }],
    training_text: "上岗前集中培训 3 天，每月复训一次",
  });
  await desk.goto(draft);
  for (let section = 0; section < 9; section++) {
    const keys = await desk.locator(`a[href^="${draft}/sections/"]`).evaluateAll((links) => links.map((a) => a.getAttribute("href")!));
    const path = [...new Set(keys)][section];
    if (!path) break;
    await desk.goto(path);
    const boxes = desk.locator('select[name^="_box."]');
    const n = await boxes.count();
    if (n > 0) {
      await desk.getByText("从证件箱选择", { exact: true }).click();
      for (let i = 0; i < n; i++) await boxes.nth(i).selectOption({ index: 1 });
      await look(desk, "draft-box");
      await desk.getByRole("button", { name: "选用这些文件" }).click();
      await expect(desk.getByText("制度.pdf").first()).toBeVisible();
    }
    await desk.goto(draft);
  }
  await desk.goto(`${draft}/check`);
  await look(desk, "enterprise-check");
  await desk.getByRole("button", { name: "提请法定代表人确认" }).click();
  if (await confirmIfAsked(desk, accountant.mobile)) await desk.getByRole("button", { name: "提请法定代表人确认" }).click();
  await look(desk, "enterprise-sent");

  // The principal finds it in his workspace, confirms, and gets the receipt.
  await head.goto("/me");
  await head.getByRole("button", { name: /益阳市梓山湖学校/ }).click();
  await head.goto("/enterprise");
  await look(head, "enterprise-home");
  await head.getByRole("link", { name: /自行招用保安员单位/ }).first().click();
  await look(head, "enterprise-sign");
  await head.getByLabel("本单位作出以上声明").check();
  await head.getByRole("button", { name: "签章并提交" }).click();
  if (await confirmIfAsked(head, principal.mobile)) {
    await head.getByLabel("本单位作出以上声明").check();
    await head.getByRole("button", { name: "签章并提交" }).click();
  }
  const number = await receiptLine(head, "办件编号");
  await look(head, "enterprise-receipt");

  await desk.goto("/enterprise/cases");
  await expect(desk.getByRole("link", { name: /自行招用保安员单位/ }).first()).toBeVisible();
  await look(desk, "enterprise-cases");

  // The window files it; the accountant opens the receipt, and whoever follows its address sees the filing.
  await file(await clerk("shouli1"), number, "enterprise-review");
  const address = await openReceipt(desk, "自行招用保安员单位", "enterprise-paper");
  await verify(await browse(), address, "益阳市梓山湖学校", principal.name, "enterprise-verified");
});

test("a security company that has never been here files its branch, from registration to the receipt", async ({ browse, clerk }) => {
  const company = "益阳市白鹿塔保安服务有限公司", branch = "益阳市白鹿塔保安服务有限公司安化分公司";
  const page = await browse();
  const owner = await register(page, "凌志远");
  const manager = await newcomer(page, "晏小梅");

  // The register knows him as legal representative: he acts for the company at once.
  await page.goto("/register/enterprise");
  await page.getByLabel("统一社会信用代码").fill(owner.code);
  await page.getByRole("button", { name: "登记", exact: true }).click();
  await expect(page.getByRole("button", { name: new RegExp(company) })).toHaveAttribute("aria-pressed", "true");
  await look(page, "enterprise-at-once");

  await page.goto("/items/430900-ZA-0011/start?situation.what=branch&situation.licence=valid");
  const draft = await begin(page, owner.mobile);
  await answer(page, draft, {
    truth: true, privacy: true, br_uscc: manager.code, hq_name: company, hq_uscc: owner.code, hq_licence_no: "湘公保服20190016号",
    hq_scope: ["gate", "patrol", "guarding", "escort"], hq_legal: { name: owner.name, id_number: owner.id }, hq_legal_phone: owner.mobile,
    br_name: branch, br_est: "2026-09-07", br_addr: { area: "430923", detail: "东坪镇资江南路 31 号" },
    br_head: { name: manager.name, id_number: manager.id }, br_head_phone: manager.mobile, br_head_cv: "2015 年起从事保安管理工作，曾任大队长",
    services: ["gate", "guarding"],
  });
  const number = await handIn(page, draft, owner.mobile);
  await look(page, "enterprise-branch-receipt");

  await file(await clerk("shouli1"), number, "enterprise-branch-review");
  const address = await openReceipt(page, "保安服务公司设立分公司", "enterprise-branch-paper");
  await expect(page.getByRole("definition").filter({ hasText: branch })).toHaveCount(1);
  await verify(await browse(), address, branch, manager.name, "enterprise-branch-verified");
});

test("an account whose administrator is gone: asking, and the officers' page", async ({ browse, clerk }) => {
  const person = await browse();
  await person.goto("/sign-in");
  await signIn(person, "易建平");
  await person.goto("/enterprise/takeover");
  await look(person, "takeover");
  await person.getByLabel("统一社会信用代码").fill("91430903MA4L10020X");
  await person.getByRole("button", { name: "提交申请" }).click();
  await expect(person.locator(".pp-field[data-invalid]").first()).toBeVisible();

  const officer = await clerk("shouli1");
  await officer.goto("/desk/enterprises");
  await look(officer, "desk-enterprises");
});
