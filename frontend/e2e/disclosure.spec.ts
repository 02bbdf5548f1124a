import { expect, test } from "./journey";
import { look } from "./look";
import { signIn } from "./people";

test("anybody searches what was published, and the publishing officer has his shelves", async ({ browse, clerk }) => {
  const reader = await browse();
  await reader.goto("/disclosure");
  await reader.getByLabel("名称或编号").fill("益公治许续〔2026〕1号");
  await reader.locator("form[action='/disclosure'] button[type=submit]").click();
  await expect(reader.getByText("没有符合条件的公示信息")).toBeVisible();
  await expect(reader.getByLabel("名称或编号")).toHaveValue("益公治许续〔2026〕1号");
  await look(reader, "disclosure-list");

  const publisher = await clerk("gongkai1");
  await publisher.goto("/desk/disclosure");
  for (const shelf of ["逾期", "已公示", "不公示和已撤下", "待公示"]) {
    await publisher.getByRole("navigation", { name: "公示状态" }).getByRole("link", { name: shelf }).first().click();
    await expect(publisher.getByText("这里没有记录").or(publisher.locator("main table")).first()).toBeVisible(); // other journeys leave decisions to publish
  }
  await look(publisher, "disclosure-desk");
});

test("a holder finds his certificates, a reviewer what may become of one", async ({ browse, clerk }) => {
  const holder = await browse();
  await holder.goto("/me/licences");
  await signIn(holder, "刘大山");
  await expect(holder.getByRole("heading", { level: 1, name: "我的证照" })).toBeVisible();
  await look(holder, "licences");

  const reviewer = await clerk("shencha1");
  await reviewer.goto("/desk/licences");
  await reviewer.getByRole("searchbox").fill("4309009999999");
  await reviewer.getByRole("button", { name: "查找证照" }).click();
  await expect(reviewer.getByText("没有这个编号的证照")).toBeVisible();
  await look(reviewer, "desk-licences");
});
