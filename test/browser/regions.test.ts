import { expect, test } from "vitest";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, visit } from "./support/stage.ts";
import { traceOf } from "./support/trace-of.ts";

const inBrowser = test.skipIf(!hasBrowser());

inBrowser("a region is not configured until its key is made, which is shown once", async () => {
  const { page, context, complaints } = await visit({ org: "regions", role: "admin", at: "/regions" });
  const card = page.getByRole("region", { name: "eu-central-1" });
  await card.getByText("Not configured").waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await card.getByRole("button", { name: "Create key … of eu-central-1" }).click();
  await page.getByRole("button", { name: "Create access key", exact: true }).click();
  await page.getByText("The key is ready.").waitFor();
  await page.getByRole("button", { name: "Show secret access key" }).click();
  const secret = (await page.locator(".secret").textContent()) ?? "";
  await page.getByRole("button", { name: "Hide secret" }).click();
  await page.getByRole("button", { name: "Go on without it" }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await card.getByText("Active").waitFor();
  expect(await traceOf(page, secret)).toEqual([]);
  expect(await seriousFaults(page)).toEqual([]);
  await card.getByRole("button", { name: "Reset key … of eu-central-1" }).click();
  await page.getByText("A new key takes the place of").waitFor();
  await page.keyboard.press("Escape");
  expect(complaints).toEqual([]);
  await context.close();
});
