import type { Browser, Page } from "playwright-core";
import { type Weight, weigh } from "../test/browser/support/first-load.ts";
import { fillOrg } from "../test/browser/support/portfolio.ts";
import { signIn, stage } from "../test/browser/support/stage.ts";
import { serve } from "../test/support/serve.ts";
import { median, type Ratio, ratioOf } from "./rounds.ts";

/** The console in a browser: what is loaded before one can sign in, and before the first glance with its chart is there. */
export interface ConsoleFigures {
  signIn: Weight;
  glance: Weight;
  /** From the start of the navigation until the first button answers; beside a bare page with one button. */
  readyMs: number;
  bareMs: number;
  ready: Ratio;
  /** From the press of the button until the chart is drawn. */
  glanceMs: { median: number; least: number; most: number };
  rounds: number;
}

const ROUNDS = 15;
const ORG = "bench";

export async function measureConsole(): Promise<ConsoleFigures> {
  const { laptop, browser } = await stage();
  const bare = await serve((request, response) => {
    const isScript = request.url === "/button.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html" });
    response.end(isScript ? "document.body.append(document.createElement('button'))" : BARE_PAGE);
  });
  await fillOrg(laptop, ORG);
  try {
    const weights = await weighFirstLoad(browser, laptop.url);
    const rounds = [];
    const glances: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const full = await readyMs(browser, laptop.url, async (page) => {
        const startedAt = performance.now();
        await signIn(page, { role: "super_admin", org: ORG });
        await page.locator(".chart svg").waitFor();
        glances.push(performance.now() - startedAt);
      });
      rounds.push({ full, bare: await readyMs(browser, bare.url) });
    }
    return {
      ...weights,
      readyMs: median(rounds.map(({ full }) => full)),
      bareMs: median(rounds.map((round) => round.bare)),
      ready: ratioOf(rounds),
      glanceMs: { median: median(glances), least: Math.min(...glances), most: Math.max(...glances) },
      rounds: ROUNDS,
    };
  } finally {
    await bare.close();
    await browser.close();
    await laptop.close();
  }
}

const BARE_PAGE = '<!doctype html><title>Bare</title><body><script type="module" src="/button.js"></script>';

async function weighFirstLoad(browser: Browser, url: string): Promise<{ signIn: Weight; glance: Weight }> {
  const page = await browser.newPage();
  const weight = weigh(page);
  await page.goto(url, { waitUntil: "networkidle" });
  const signInWeight = await weight();
  await signIn(page, { role: "super_admin", org: ORG });
  await page.locator(".chart svg").waitFor();
  const glance = await weight();
  await page.close();
  return { signIn: signInWeight, glance };
}

/** In a browser that has nothing of the page yet. */
async function readyMs(browser: Browser, url: string, then?: (page: Page) => Promise<void>): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(`new MutationObserver((_, observer) => {
    if (!document.querySelector("button")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.readyAt = performance.now())));
  }).observe(document, { childList: true, subtree: true })`);
  await page.goto(url);
  const ready = await (await page.waitForFunction("window.readyAt")).jsonValue();
  await then?.(page);
  await context.close();
  return ready as number;
}
