import { expect, test } from "./journey";
import { look } from "./look";
import { signIn } from "./people";

test("a decision is published, found by anybody, and objected to by the person concerned", async ({ browse, clerk }) => {
  const publisher = await clerk("gongkai1");
  const number = await test.step("the publishing officer publishes what is due", async () => {
    await publisher.getByRole("link", { name: "信息公开", exact: true }).first().click();
    await expect(publisher.getByRole("heading", { level: 1, name: "信息公开" })).toBeVisible();
    await look(publisher, "disclosure-desk");
    const row = publisher.getByRole("row").filter({ hasText: "姚" }).first();
    const found = (await row.getByRole("link").first().innerText()).trim();
    await row.getByRole("checkbox").check();
    await publisher.getByRole("button", { name: "公示所选" }).click();
    await expect(publisher.getByText("所选信息已公示。")).toBeVisible();
    return found;
  });

  const person = await browse();
  await test.step("anybody finds it, and reads no full name", async () => {
    await person.goto("/disclosure");
    await person.getByLabel("名称或编号").fill(number);
    await person.getByRole("button", { name: "搜索" }).last().click();
    await look(person, "disclosure-list");
    await person.getByRole("link", { name: number }).click();
    await expect(person.getByText("姚*").first()).toBeVisible();
    await expect(person.locator("main")).not.toContainText("姚远");
    await look(person, "disclosure");
  });

  await test.step("the person concerned objects", async () => {
    await person.getByRole("link", { name: "对公示信息提出异议" }).click();
    await signIn(person, "姚远");
    await person.getByRole("button", { name: "提交异议" }).click();
    await expect(person.getByRole("alert")).toBeVisible();
    await person.getByLabel("异议理由").fill("许可内容不完整，请写明类别。");
    await person.getByRole("button", { name: "提交异议" }).click();
    await expect(person.getByText("异议已提交")).toBeVisible();
    await look(person, "disclosure-objection");
  });

  await test.step("the officer corrects the record and the person reads why", async () => {
    await publisher.goto("/desk/disclosure");
    await publisher.getByRole("link", { name: "姚远" }).click();
    await publisher.getByRole("radio", { name: "更正" }).check();
    await publisher.getByLabel("答复理由").fill("已补充类别。");
    await publisher.getByLabel("许可内容").fill("准予延续爆破作业人员许可（爆破员）");
    await look(publisher, "disclosure-record");
    await publisher.getByRole("button", { name: "作出答复" }).click();
    await expect(publisher.getByText("异议答复：更正")).toBeVisible();
    await person.reload();
    await expect(person.getByText("已补充类别。")).toBeVisible();
    await expect(person.getByText("准予延续爆破作业人员许可（爆破员）")).toBeVisible();
  });
});
