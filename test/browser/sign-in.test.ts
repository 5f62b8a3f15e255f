import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, stage, visit } from "./support/stage.ts";

const inBrowser = test.skipIf(!hasBrowser());

/** Saves a new data service just when the token is no longer taken. Answers the dialog that asks for another. */
async function addWhenExpired(page: Page, name: string) {
  await page.getByRole("button", { name: "Add new service" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  const unauthorized = { status: 401, json: { message: "Unauthorized" } };
  await page.route("**/v1/services", (route) => route.fulfill(unauthorized), { times: 1 });
  await page.getByRole("button", { name: "Save" }).click();
  const expired = page.getByRole("dialog", { name: "Your sign-in has expired" });
  await expired.waitFor();
  return expired;
}

inBrowser("a token is asked for, and one that does not count is told so", async () => {
  const { laptop, browser } = await stage();
  const page = await (await browser.newContext()).newPage();
  await page.goto(laptop.url);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByLabel("Access token").fill("Bearer no.such.token");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect.poll(() => page.getByRole("alert").textContent()).toMatch(/not accepted/);
  await page
    .getByLabel("Access token")
    .fill(`Bearer ${await laptop.token("admin", "acme", { name: "Ben" })}`);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("admin of acme").waitFor();
  await page.context().close();
});

inBrowser("a reload signs out: the token is in memory alone", async () => {
  const { page, context, complaints } = await visit();
  const theme = page.getByRole("button", { name: /^Theme:/ });
  await theme.click();
  await theme.click();
  expect(await page.evaluate("getComputedStyle(document.documentElement).colorScheme")).toBe("dark");
  const kept = await page.evaluate(
    "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])",
  );
  expect(kept).toBe('[{"keyturn-theme":"dark"},{},""]');
  await page.reload();
  await page.getByRole("button", { name: "Sign in on this machine" }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

inBrowser("a member sees what is for members, and is refused the connections in words", async () => {
  const { page, context } = await visit({ role: "member" });
  await page.getByRole("heading", { name: "Data services", exact: true }).waitFor();
  expect(await page.getByRole("navigation").getByRole("link").allTextContents()).toEqual([
    "Data services",
    "Pipelines",
    "Identify readers",
  ]);
  await page.goto(`${page.url().split("#")[0]}#/connections`);
  await page.getByText("member may not see this page").waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await context.close();
});

inBrowser("another person who signs in where a token has expired goes on with nothing of it", async () => {
  const { laptop } = await stage();
  const { page, context } = await visit({ org: "handed-over", at: "/services" });
  const expired = await addWhenExpired(page, "Begun by another");
  const token = await laptop.token("admin", "handed-over", { name: "Somebody Else" });
  await expired.getByLabel("Access token").fill(token);
  await expired.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("Somebody Else").waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const { items } = (await laptop.call("GET", "/v1/services", { token })).body;
  expect(items).toEqual([]);
  await context.close();
});

inBrowser(
  "a token that expires leads to sign-in over the page, which goes on with what was typed",
  async () => {
    const { page, context } = await visit({ at: "/services" });
    const expired = await addWhenExpired(page, "Typed before");
    expect(await seriousFaults(page)).toEqual([]);
    await expired.getByLabel("Role").selectOption("admin");
    await expired.getByRole("button", { name: "Sign in on this machine" }).click();
    await page.waitForURL(/#\/connections\/con_/);
    await context.close();
  },
);
