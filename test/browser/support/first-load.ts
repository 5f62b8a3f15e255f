import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Page } from "playwright-core";

/** In bytes. */
export interface Weight {
  files: number;
  plain: number;
  gzip: number;
  brotli: number;
}

/** What the page loads of the console's own files, from now until the answer is called. */
export function weigh(page: Page): () => Promise<Weight> {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    const isOwn = pathname === "/" || pathname.startsWith("/assets/") || pathname === "/favicon.svg";
    if (isOwn && !bodies.has(pathname)) bodies.set(pathname, response.body());
  });
  return async () => {
    const loaded = await Promise.all(bodies.values());
    const sum = (size: (body: Buffer) => number) => loaded.reduce((total, body) => total + size(body), 0);
    return {
      files: loaded.length,
      plain: sum((body) => body.length),
      gzip: sum((body) => gzipSync(body).length),
      brotli: sum((body) => brotliCompressSync(body).length),
    };
  };
}
