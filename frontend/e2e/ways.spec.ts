import { draftOf } from "./application";
import { expect, test } from "./journey";
import { look } from "./look";
import { mobileOf, password, signIn, textMessage } from "./people";

test("by keyboard alone: sign in, confirm, fill a section", async ({ page }) => {
  const key = (name: string) => page.keyboard.press(name);
  /** Goes on with Tab until what has the focus is called so. */
  const reach = async (name: RegExp, most = 60) => {
    for (let i = 0; i < most; i++) {
      await key("Tab");
      const at = await page.evaluate(() => {
        const e = document.activeElement as HTMLElement | null;
        const labels = e instanceof HTMLInputElement || e instanceof HTMLSelectElement ? [...(e.labels ?? [])].map((l) => l.innerText) : [];
        return [e?.getAttribute("aria-label"), e?.innerText, ...labels].filter(Boolean).join(" ");
      });
      if (name.test(at)) return;
    }
    throw new Error(`${name} is not reached by Tab on ${page.url()}`);
  };

  await page.goto("/");
  await key("Tab");
  await expect(page.getByRole("link", { name: "跳到主要内容" })).toBeFocused();
  await expect(page.getByRole("link", { name: "跳到主要内容" })).toBeInViewport();
  await key("Enter");

  await page.goto("/sign-in?back=/items/430900-ZA-0022/start");
  const mobile = await mobileOf(page, "曹春生");
  await reach(/手机号码/);
  await page.keyboard.type(mobile);
  await key("Tab");
  await page.keyboard.type(password);
  await key("Enter");
  await expect(page.getByRole("button", { name: "开始填写" })).toBeVisible();
  await reach(/开始填写/);
  await key("Enter");

  await expect(page.getByRole("heading", { level: 1, name: "确认是您本人" })).toBeVisible();
  await reach(/获取验证码/);
  await key("Enter");
  await expect(page.getByText("验证码已发出")).toBeVisible();
  let code = "";
  await expect.poll(async () => (code = /\d{6}/.exec(await textMessage(page, mobile))?.[0] ?? "")).toMatch(/^\d{6}$/);
  await key("Shift+Tab"); // back to the field before the button
  await expect(page.getByLabel("短信验证码")).toBeFocused();
  await page.keyboard.type(code);
  await key("Enter");
  await expect(page.getByRole("button", { name: "开始填写" })).toBeVisible();
  await reach(/开始填写/);
  await key("Enter");
  await expect(page).toHaveURL(/\/drafts\//);
  const draft = draftOf(page);
  await reach(/继续填写/);
  await key("Enter");
  await expect(page).toHaveURL(/sections\/applicant/);
  await reach(/县（市、区）/);
  await key("ArrowDown");
  await key("ArrowDown");
  await expect(page.getByLabel("县（市、区）")).toHaveValue("430903");
  await key("Tab");
  await page.keyboard.type("会龙山街道 2 号");
  await reach(/保存并继续/);
  await key("Enter");
  await expect(page).toHaveURL(`${draft}/sections/licence`);
});

test("in English", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await look(page, "en-home");
  for (const [path, name] of [["/items", "en-items"], ["/items/430900-ZA-0022", "en-guide"], ["/sign-in", "en-sign-in"], ["/progress", "en-progress"], ["/about/accessibility", "en-accessibility"], ["/api/docs", "api-docs"]] as const) {
    await page.goto(path);
    await look(page, name);
  }
});

test("large and simple, remembered", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "适老版" }).click();
  await look(page, "elder-home");
  await page.goto("/items/430900-ZA-0022");
  await expect(page.locator("html[data-elder]")).toBeAttached();
  await look(page, "elder-guide");
  await page.goto("/sign-in");
  await signIn(page, "丁国强");
  await look(page, "elder-me");
});

test("dark", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  for (const [path, name] of [["/", "dark-home"], ["/items/430900-ZA-0022", "dark-guide"], ["/sign-in", "dark-sign-in"]] as const) {
    await page.goto(path);
    await look(page, name);
  }
});
