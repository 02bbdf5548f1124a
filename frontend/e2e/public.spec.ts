import { expect, test } from "./journey";
import { look } from "./look";

const item = "爆破作业人员许可（到期换证）";

test("anybody finds and reads", async ({ page }) => {
  await page.goto("/");
  await look(page, "home");
  await page.getByRole("main").getByRole("combobox").fill("爆破证换证");
  await page.getByRole("main").getByRole("combobox").press("Enter");
  await expect(page).toHaveURL(/\/items\?/);
  await look(page, "items-found");
  await page.getByRole("link", { name: item }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(item);
  await look(page, "guide");
  await page.goto("/items?q=没有这样的事项");
  await look(page, "items-none");
  for (const [path, name] of [
    ["/about/contact", "contact"], ["/about/accessibility", "accessibility"], ["/about/privacy", "privacy"],
    ["/verify", "verify-form"], ["/progress", "progress-form"], ["/sign-in", "sign-in"], ["/sign-in?by=code", "sign-in-code"],
    ["/register", "register"], ["/reset-password", "reset-password"], ["/demo/outbox", "outbox"],
  ] as const) {
    await page.goto(path);
    await look(page, name);
  }
});

test("wrong addresses and wrong entries are told in words", async ({ page }) => {
  const missing = await page.goto("/no/such/page");
  expect(missing?.status()).toBe(404);
  await look(page, "error-404");

  await page.goto("/progress");
  await page.locator("main").getByRole("button", { name: "查询" }).click();
  await expect(page.getByRole("alert").or(page.getByText("处需要修改")).first()).toBeVisible();
  await look(page, "progress-wrong");

  await page.goto("/verify");
  await page.getByLabel("核验码").fill("ABCDEFGHJKMNPQRSTVWXYZ2345");
  await page.locator("main").getByRole("button", { name: "核验" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "查无此证" })).toBeVisible();
  await look(page, "verify-unknown");

  await page.goto("/sign-in");
  await page.getByLabel("手机号码、公民身份号码或工作账号").fill("13900000000");
  await page.getByLabel("密码", { exact: true }).fill("not the password");
  await page.locator("main").getByRole("button", { name: "登录", exact: true }).click();
  await look(page, "sign-in-wrong");

  await page.goto("/register");
  await page.locator("main").getByRole("button", { name: "注册" }).click();
  await look(page, "register-wrong");
});
