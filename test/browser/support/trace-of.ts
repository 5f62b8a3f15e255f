import type { Page } from "playwright-core";

/** Where in the page a text is that should be nowhere: the document, what was typed, the address, the storages. */
export async function traceOf(page: Page, text: string): Promise<string[]> {
  const places = (await page.evaluate(`({
    document: document.documentElement.outerHTML,
    typed: [...document.querySelectorAll("input, textarea")].map(({ value }) => value).join("\\n"),
    address: location.href,
    title: document.title,
    history: JSON.stringify(history.state),
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    cookies: document.cookie,
    windowName: window.name,
  })`)) as Record<string, string | null>;
  return Object.entries(places).flatMap(([place, held]) => (held?.includes(text) ? [place] : []));
}
