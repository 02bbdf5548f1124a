import { actFor, begin } from "./filing";
import { expect, test } from "./journey";
import { look } from "./look";
import { signIn } from "./people";
import { chen, head, item, luo, property, wrong } from "./rosters";
import { sheet } from "./sheet";

test.use({ town: "roster-plain" }); // the same person confirms himself again, which the portal allows only after a while

test("on a small phone without script the same sheet is sent as a form, and its mistakes are told", async ({ browse }) => {
  const page = await browse({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await signIn(page, "蓝秋月");
  await actFor(page, property);
  await page.goto(item);
  const draft = await begin(page, "蓝秋月");
  await page.goto(`${draft}/sections/service`);
  await page.locator("#sheet").setInputFiles(sheet("名册.xlsx", [head, chen, wrong(luo, 4, "2026-02-30")]));
  await page.getByRole("button", { name: "导入", exact: true }).click();
  await expect(page.getByText("1 行有问题，名册没有改动")).toBeVisible();
  await expect(page.locator("main")).toContainText("E3");
  await look(page, "plain-roster-wrong", { script: false });
  await page.locator("#sheet").setInputFiles(sheet("名册.xlsx", [head, chen, luo]));
  await page.getByRole("button", { name: "导入", exact: true }).click();
  await expect(page.locator('input[name="guards[1].name"]')).toHaveValue("罗立新");
  await look(page, "plain-roster-filled", { script: false });
});
