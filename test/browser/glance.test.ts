import { expect, test } from "vitest";
import { seriousFaults } from "./support/axe.ts";
import { weigh } from "./support/first-load.ts";
import { fillOrg } from "./support/portfolio.ts";
import { hasBrowser, signIn, stage, visit } from "./support/stage.ts";

const inBrowser = test.skipIf(!hasBrowser());
const org = "glance";

inBrowser(
  "how the keys stand: counts, ages against the line, what is due next, what is held and why",
  async () => {
    const { laptop } = await stage();
    await fillOrg(laptop, org);
    const { page, context, complaints } = await visit({ org });
    const tile = (words: string) => page.getByRole("link", { name: new RegExp(`^\\d+ ?${words}$`) });
    expect(await tile("Due").textContent()).toBe("2Due");
    expect(await tile("Not configured").textContent()).toBe("1Not configured");
    expect(await tile("Old keys held").textContent()).toBe("1Old keys held");
    await page.getByRole("img", { name: "Ages of 18 keys: 2 are 180 days old or older." }).waitFor();
    await page.getByText("The same as a table").click();
    expect(await page.getByRole("row", { name: "180 to 194 2" }).count()).toBe(1);
    const due = page.getByRole("region", { name: "Due next" }).getByRole("listitem");
    expect(await due.first().textContent()).toMatch(/^(Sales data|Warehouse feed)overdue for 9 days$/);
    const held = page.getByRole("region", { name: "Old keys held" });
    await held.getByText(/the old key was used .* by s3 in us-east-1/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await tile("Due").click();
    await page.getByText("2 of 19 connections").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
);

inBrowser("until it is there, chart and all, less than 250 KB have come", async () => {
  const { laptop, browser } = await stage();
  const page = await browser.newPage();
  const weight = weigh(page);
  await page.goto(laptop.url);
  await signIn(page, { role: "admin", org });
  await page.locator(".chart svg").waitFor();
  const { files, gzip } = await weight();
  expect(files).toBeGreaterThan(4);
  expect(gzip).toBeGreaterThan(20_000);
  expect(gzip).toBeLessThan(250_000);
  await page.close();
});

inBrowser("an org without any is shown where to begin", async () => {
  const { page, context } = await visit({ org: "nothing-yet" });
  await page.getByText("No access keys yet").waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await context.close();
});
