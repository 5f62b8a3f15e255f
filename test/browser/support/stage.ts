import { existsSync, rmSync } from "node:fs";
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { type Laptop, startLaptop } from "../../support/laptop.ts";

/** Debian's, which `.ci/run` installs, or what other systems have. */
const CHROMIUMS = ["/usr/bin/chromium", "/usr/bin/google-chrome"];
const executablePath = [process.env.CHROMIUM_PATH ?? "", ...CHROMIUMS].find((path) => existsSync(path));

/** Whether these tests can run: where they cannot they say so, and in CI they must. */
export function hasBrowser(): boolean {
  if (executablePath !== undefined) return true;
  const fault = "There is no chromium (apt-get install chromium, or CHROMIUM_PATH)";
  if (process.env.CI) throw new Error(`${fault}, and in CI the console is tested.`);
  console.warn(`${fault}: the console is not tested.`);
  return false;
}

interface Stage {
  laptop: Laptop;
  browser: Browser;
}
type Browser = Awaited<ReturnType<typeof launch>>;

/** The tests' files share a process: one laptop and one browser are enough for them. */
const shared = globalThis as { keyturnStage?: Promise<Stage> };

export function stage(): Promise<Stage> {
  shared.keyturnStage ??= openStage();
  return shared.keyturnStage;
}

/** They end with the process: no file knows whether it is the last. */
async function openStage(): Promise<Stage> {
  const laptop = await startLaptop();
  process.once("exit", () => rmSync(laptop.dataDir, { recursive: true, force: true }));
  const fault = await laptop.openConsole();
  if (fault !== undefined) throw new Error(`The console could not be built: ${fault}`);
  return { laptop, browser: await launch() };
}

function launch() {
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

export interface Visitor extends BrowserContextOptions {
  role?: string;
  org?: string;
  /** Behind the `#`. */
  at?: string;
}

interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the page complained of: scripts that failed, what its policy forbade. */
  complaints: string[];
}

/** Somebody who has signed in, in a browser of their own, and is at that page. */
export async function visit({ role = "super_admin", org = "acme", at = "/", ...options }: Visitor = {}) {
  const { browser, laptop } = await stage();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    const isRefusal = message.text().startsWith("Failed to load resource"); // what the API refuses is no fault of the page
    if (message.type() === "error" && !isRefusal) complaints.push(message.text());
  });
  await page.goto(`${laptop.url}/#${at}`);
  await signIn(page, { role, org });
  return { page, context, complaints } satisfies Visit;
}

export async function signIn(page: Page, { role, org }: { role: string; org?: string }): Promise<void> {
  if (org !== undefined) await page.getByLabel("Org").fill(org);
  await page.getByLabel("Role").selectOption(role);
  await page.getByRole("button", { name: "Sign in on this machine" }).click();
  await page.getByRole("navigation", { name: "Pages" }).waitFor();
}
