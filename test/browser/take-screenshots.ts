import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { fillOrg } from "./support/portfolio.ts";
import { stage, visit } from "./support/stage.ts";

// npm run console:screenshots writes docs/screenshots/ anew: every page, light and dark, wide and on a phone.

interface Scene {
  name: string;
  at: string;
  role?: string;
  /** What is to be done before the picture is taken. */
  before?: (page: Page) => Promise<void>;
}

const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const ORG = "acme";
const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

const openRow = (words: RegExp) => async (page: Page) => {
  await page.getByRole("button", { name: "Actions for Sales data" }).click();
  await page.getByRole("menuitem", { name: words }).click();
};
const scenes: Scene[] = [
  { name: "glance", at: "/" },
  { name: "services", at: "/services" },
  {
    name: "add-service",
    at: "/services",
    before: (page) => page.getByRole("button", { name: "Add new service" }).click(),
  },
  { name: "services-as-member", at: "/services", role: "member" },
  { name: "connections", at: "/connections" },
  {
    name: "connection",
    at: "/connections",
    before: (page) => page.getByRole("link", { name: "Partner uploads" }).click(),
  },
  { name: "reset-key", at: "/connections", before: openRow(/Reset access key/) },
  {
    name: "revealed-key",
    at: "/connections",
    async before(page) {
      await openRow(/Reset access key/)(page);
      await page.getByRole("button", { name: "Reset now" }).click();
      await page.getByText("The key is ready").waitFor();
    },
  },
  { name: "regions", at: "/regions" },
  { name: "pipelines", at: "/pipelines" },
  {
    name: "identify",
    at: "/identify",
    async before(page) {
      await page.getByLabel("File names").fill("sales-2027-06.csv\nmeter-07.parquet\nnotes.txt");
      await page.getByRole("button", { name: "Identify" }).click();
      await page.getByRole("row", { name: /notes/ }).waitFor();
    },
  },
  {
    name: "policy",
    at: "/policy",
    async before(page) {
      await page.getByLabel("Due after, days").fill("120");
      await page.getByText("become due at once").waitFor();
    },
  },
  { name: "history", at: "/history" },
  { name: "remove-key", at: "/connections", before: openRow(/Remove access key/) },
];

const { laptop, browser } = await stage();
await fillOrg(laptop, ORG);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const only = process.argv[2];
for (const colorScheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    const look = { colorScheme, viewport };
    const shot = `${colorScheme}-${size}.webp`;
    if (!only) {
      const context = await browser.newContext(look);
      const page = await context.newPage();
      await page.goto(laptop.url);
      await picture(page, `sign-in-${shot}`);
      await context.close();
    }
    for (const { name, at, role = "super_admin", before } of scenes) {
      if (only && only !== name) continue;
      const { page, context } = await visit({ org: ORG, role, at, ...look });
      await before?.(page);
      await picture(page, `${name}-${shot}`);
      await context.close();
    }
  }
}
await browser.close();
await laptop.close();
process.exit(0);

/** As WebP, which is a third of a PNG. */
async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(1, 1); // where it lights nothing up
  await page.waitForLoadState("networkidle");
  await page.evaluate("document.fonts.ready");
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 82 });
  writeFileSync(folder + name, Buffer.from(data, "base64"));
}
