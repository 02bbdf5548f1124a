import { goOn, handIn, item, saved, upload } from "./application";
import { act, claim } from "./desk";
import { expect, test } from "./journey";
import { look } from "./look";
import { healthCertificate } from "./papers";
import { signIn } from "./people";

test("what is missing is told once, mended once, and comes back", async ({ browse, clerk }) => {
  const { number } = await handIn(browse, { name: "阿依古丽·买买提", area: "资阳区", unit: "胡资生" });
  const intake = await clerk("shouli1");

  await test.step("intake lists every defect at once", async () => {
    await claim(intake, "受理");
    await expect(intake.getByText(number).first()).toBeVisible();
    const form = intake.locator("form#correct");
    await intake.locator("details:has(form#correct) > summary").click();
    await form.getByRole("button", { name: "添加一行" }).click();
    for (const [i, [where, problem, mend]] of defects.entries()) {
      const row = form.locator("[data-row]").nth(i);
      await row.getByLabel("材料或栏目").selectOption(where);
      await row.getByLabel("问题").fill(problem);
      await row.getByLabel("怎样补正").fill(mend);
    }
    await look(intake, "review-correct");
    await form.getByRole("button", { name: "补正告知" }).click();
    await expect(intake.getByText("已完成“补正告知”")).toBeVisible();
  });

  await test.step("the applicant mends just that", async () => {
    const safety = await browse();
    await safety.goto("/me/cases");
    await signIn(safety, "阿依古丽·买买提");
    await safety.getByRole("link", { name: item }).first().click();
    await look(safety, "case-correction");
    await safety.getByRole("link", { name: /补正告知书/ }).first().click();
    await look(safety, "document-correction");
    await safety.goBack();
    await safety.getByRole("link", { name: "去补正" }).click();
    await upload(safety, "health_cert", healthCertificate(60));
    await safety.getByLabel("出具医院").fill("益阳市人民医院");
    await saved(safety);
    await look(safety, "correction");
    await safety.getByRole("button", { name: "提交补正" }).click();
    await expect(safety.getByRole("heading", { level: 1, name: "补正已收到" })).toBeVisible();
    await look(safety, "correction-receipt");
  });

  await test.step("the case comes back to intake with what was there before", async () => {
    await claim(intake, "受理");
    await expect(intake.getByText(number).first()).toBeVisible();
    await expect(intake.getByText("补正前：").first()).toBeVisible();
    await look(intake, "review-corrected");
    await act(intake, "accept", "受理");
  });
});

const defects = [
  ["体检证明", "体检证明没有医院盖章", "请到医院补盖印章后重新上传"],
  ["出具医院", "医院名称与证明不一致", "按证明上的名称填写"],
] as const;
