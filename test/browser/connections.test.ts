import type { Connection } from "@keyturn/client";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { seriousFaults } from "./support/axe.ts";
import { hasBrowser, visit } from "./support/stage.ts";

const inBrowser = test.skipIf(!hasBrowser());
const MANY = 5_000;
const SOME = 300;
const PAGE = 100;
/** So many rows are in the document at the most, however many there are: a screenful, and some beside it. */
const ROWS_MAX = 45;

function connectionAt(index: number): Connection {
  const name = `Service ${String(index).padStart(4, "0")}`;
  const isDue = index % 50 === 0;
  return {
    ...{ connectionId: `con_${index}`, serviceId: `svc_${index}`, serviceName: name, owner: "provider" },
    ...{
      region: "us-east-1",
      bucket: "keyturn-us-east-1",
      folder: `acme/${index}/`,
      userName: `kt-${index}`,
    },
    ...{ status: isDue ? "due" : "active", flagged: isDue, retiring: null },
    ...{ accessKeyId: `AKIA${String(index).padStart(16, "0")}`, keyAgeDays: (index * 7) % 200 },
    ...{ keyCreatedAt: "2026-01-01T00:00:00.000Z", rotationDueAt: "2026-07-01T00:00:00.000Z" },
    ...{ updatedBy: "Ada Admin", updatedOn: "2026-01-01T00:00:00.000Z" },
  };
}

/** The page of an org with so many connections, when all are loaded. */
async function connectionsPage(count: number) {
  const visited = await visit({ org: "many", at: "/services" });
  const { page } = visited;
  await page.route("**/v1/connections?*", (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    const items = Array.from({ length: PAGE }, (_, place) => connectionAt(from + place));
    const cursor = from + PAGE < count ? String(from + PAGE) : null;
    return route.fulfill({ json: { items, cursor } });
  });
  await page.getByRole("link", { name: "Connections" }).click();
  await page.getByText(`${count.toLocaleString("en")} connections`, { exact: true }).waitFor();
  return visited;
}

const rows = (page: Page) => page.locator("tbody tr:not(.gap)");
const focused = (page: Page) => page.evaluate("document.activeElement?.textContent") as Promise<string>;

inBrowser("5,000 connections are scrolled with a screenful of rows in the document", async () => {
  const { page, context, complaints } = await connectionsPage(MANY);
  const grid = page.getByRole("grid", { name: "Connections" });
  expect(await grid.getAttribute("aria-rowcount")).toBe(String(MANY + 1));
  const most = (await page.evaluate(`(async () => {
    const scroller = document.querySelector(".grid-scroller");
    let most = 0;
    for (let step = 0; step <= 20; step++) {
      scroller.scrollTop = (scroller.scrollHeight * step) / 20;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      most = Math.max(most, scroller.querySelectorAll("tbody tr").length);
    }
    return most;
  })()`)) as number;
  expect(most).toBeGreaterThan(10);
  expect(most).toBeLessThanOrEqual(ROWS_MAX);
  await page.getByRole("link", { name: "Service 4999" }).waitFor();
  expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(ROWS_MAX * 40);
  expect(await seriousFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

inBrowser("they are found, sorted, and narrowed by status, which the address keeps", async () => {
  const { page, context } = await connectionsPage(SOME);
  await page.getByText(/^Rows 1–\d+ of 300$/).waitFor();
  await page.getByRole("button", { name: "Next page" }).click();
  await page.getByText(/^Rows 1\d–\d+ of 300$/).waitFor();
  await page.getByLabel("Find").fill("service kt-4");
  await page.getByText("11 of 300 connections").waitFor();
  await page.getByLabel("Find").fill("");
  await page.getByLabel("Status").selectOption("Due");
  await page.getByText("6 of 300 connections").waitFor();
  expect(page.url()).toMatch(/#\/connections\?status=due$/);
  await page.getByRole("button", { name: "Key age" }).click();
  await page.getByRole("button", { name: "Key age" }).click();
  expect(await page.getByRole("columnheader", { name: "Key age" }).getAttribute("aria-sort")).toBe(
    "descending",
  );
  expect(await rows(page).first().textContent()).toContain("150 days");
  await page.goBack();
  await page.getByText("300 connections", { exact: true }).waitFor();
  await context.close();
});

inBrowser("the keyboard alone reaches every row and what can be done with it", async () => {
  const { page, context, complaints } = await connectionsPage(SOME);
  await page.getByRole("button", { name: "Updated On" }).focus();
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Service 0000");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  expect(await focused(page)).toBe("Active");
  await page.keyboard.press("Control+End");
  await expect.poll(() => focused(page)).toBe("⋯");
  await page.keyboard.press("Home");
  await expect.poll(() => focused(page)).toBe("Service 0299");
  await page.keyboard.press("PageUp");
  await expect.poll(() => focused(page)).toBe("Service 0289");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "Actions" });
  await menu.waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await expect.poll(() => focused(page)).toBe("Reset access key …");
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  await page.keyboard.press("Shift+F10");
  await expect.poll(() => focused(page)).toBe("Reset access key …");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Remove access key: Service 0289" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/connections\/con_289$/);
  expect(complaints).toEqual([]);
  await context.close();
});

inBrowser("a right click leads to the same, as the portals tell their users", async () => {
  const { page, context } = await connectionsPage(SOME);
  await page.getByRole("link", { name: "Service 0003" }).click({ button: "right" });
  expect(await page.getByRole("menuitem").allTextContents()).toEqual([
    "Reset access key …",
    "Remove access key …",
    "Delete connection …",
  ]);
  await context.close();
});

inBrowser(
  "while there is none, while they load, and when they cannot be read, the page says so",
  async () => {
    const { page, context } = await visit({ org: "none-yet", at: "/services" });
    await page.getByText("No data services yet").waitFor();
    await page.route("**/v1/connections?*", (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/problem+json",
        json: { code: "internal_error", status: 500, title: "Internal error", requestId: "req-1" },
      }),
    );
    await page.getByRole("link", { name: "Connections" }).click();
    await page.getByText("Tell the operator the request req-1").waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.unroute("**/v1/connections?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("No connections yet").waitFor();
    await context.setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await context.setOffline(false);
    await page.getByText("You are offline.").waitFor({ state: "detached" });
    await context.close();
  },
);
