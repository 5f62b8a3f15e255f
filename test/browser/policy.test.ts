import { expect, test } from "vitest";
import { addService, resetKey } from "../support/laptop.ts";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, stage, visit } from "./support/stage.ts";

const inBrowser = test.skipIf(!hasBrowser());
const org = "policy";

inBrowser(
  "the rules are changed once their faults are mended, with what they make of the keys shown before",
  async () => {
    const { laptop } = await stage();
    const token = await laptop.token("super_admin", org);
    const { connection } = await addService(laptop, token, "Old enough");
    await resetKey(laptop, token, connection.connectionId);
    await laptop.advance(31);
    const { page, context, complaints } = await visit({ org, at: "/policy" });
    const due = page.getByLabel("Due after, days");
    await due.fill("30");
    await page.getByText("1 key becomes due at once").waitFor();
    await page.getByLabel("is deactivated").check();
    await page.getByLabel("So many days after it was due").fill("1");
    await page.getByText("1 key is deactivated, a day from now at the earliest").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel("works on", { exact: false }).first().check();
    await page.getByRole("button", { name: "Save the policy" }).click();
    const reminders = page.getByLabel("Reminders, days before");
    await expect.poll(() => reminders.getAttribute("aria-invalid")).toBe("true");
    await page.getByText("A reminder comes after the key is made: fewer than 30 days before").waitFor();
    await reminders.fill("7, 1");
    await page.getByRole("button", { name: "Save the policy" }).click();
    await page.getByText("The policy is saved.").waitFor();
    const policy = (await laptop.call("GET", "/v1/policy", { token: await laptop.token("super_admin", org) }))
      .body;
    expect(policy.rotation).toMatchObject({
      maxAgeDays: 30,
      remindBeforeDays: [7, 1],
      enforcement: "remind",
    });
    expect(complaints).toEqual([]);
    await context.close();
  },
);

inBrowser("whoever may not change them reads them", async () => {
  const { page, context } = await visit({ org, role: "admin", at: "/policy" });
  await page.getByText("A key is due after").waitFor();
  expect(await page.getByRole("button", { name: "Save the policy" }).count()).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
  await context.close();
});
