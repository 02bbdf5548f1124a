import { handIn } from "./application";
import { expect, test } from "./journey";
import { look } from "./look";
import { signIn } from "./people";

test("other people's cases and other roles' rooms stay closed; his own he may take back", async ({ browse, clerk }) => {
  const { page, draft } = await handIn(browse, { name: "邓永革", area: "桃江县", unit: "符美华" });
  const mine = draft.replace("/drafts/", "/cases/");

  const other = await browse();
  await other.goto("/sign-in");
  await signIn(other, "易建平");
  await expect(other).toHaveURL(/\/me/);
  for (const path of [draft, `${draft}/check`, mine, `${mine}/correction`, `${mine}/withdraw`, `/unit/sign/${draft.split("/").pop()}`]) {
    const answer = await other.goto(path);
    expect([403, 404], path).toContain(answer?.status());
  }
  await look(other, "error-not-his");
  for (const path of ["/desk", "/desk/search", "/desk/queue/430900-ban/intake", mine.replace("/cases/", "/desk/cases/")]) {
    const answer = await other.goto(path);
    expect(answer?.status(), path).toBe(403);
  }
  await look(other, "error-forbidden");

  const nobody = await browse();
  await nobody.goto(mine);
  await expect(nobody).toHaveURL(/\/sign-in\?back=/);

  const county = await clerk("xian-datonghu");
  const answer = await county.goto(mine.replace("/cases/", "/desk/cases/"));
  expect([403, 404]).toContain(answer?.status());
  await look(county, "desk-error");

  await page.goto(mine);
  await page.getByRole("link", { name: "撤回申请" }).click();
  await look(page, "withdraw", { script: false });
  await page.getByRole("button", { name: "撤回申请" }).click();
  await expect(page.getByText("申请已撤回。")).toBeVisible();
  await look(page, "case-withdrawn", { script: false });
});

test("an applicant's other rooms", async ({ browse }) => {
  const person = await browse();
  await person.goto("/sign-in");
  await signIn(person, "易建平");
  await look(person, "me-empty");
  for (const [path, name] of [
    ["/me/cases", "my-cases-empty"], ["/me/inbox", "inbox-empty"], ["/me/password", "password"], ["/register/enterprise", "register-enterprise"],
  ] as const) {
    await person.goto(path);
    await look(person, name);
  }

  const early = await browse();
  await early.goto("/items/430900-ZA-0022/start");
  await signIn(early, "姚远");
  await look(early, "start-early");

  const legal = await browse();
  await legal.goto("/sign-in");
  await signIn(legal, "符美华");
  await legal.getByRole("button", { name: /桃花江/ }).click();
  await legal.goto("/me/enterprise");
  await look(legal, "members");
  await legal.goto("/unit/sign");
  await look(legal, "unit-list-empty");
});

test("officers' other rooms", async ({ clerk }) => {
  const manager = await clerk("anguan1");
  await look(manager, "desk-manager");
  await manager.goto("/desk/queue/430900-ban/intake");
  await look(manager, "desk-queue-manager");
  await manager.goto("/desk/search?q=430900");
  await look(manager, "desk-search");
  await manager.goto("/desk/cards");
  await look(manager, "desk-cards");
  await manager.goto("/me/inbox");
  await look(manager, "desk-inbox");

  const supervisor = await clerk("ducha1");
  await supervisor.goto("/desk/patrol");
  await look(supervisor, "desk-patrol");

  const admin = await clerk("xitong1");
  await look(admin, "desk-admin");
  await admin.goto("/me/password");
  await look(admin, "desk-password");
});
