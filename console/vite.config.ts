import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  clearScreen: false,
  logLevel: "warn",
  build: {
    target: "es2023",
    modulePreload: { polyfill: false }, // it would be a script within the page
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // "use client" in a package is meant for servers, which there are none of.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  // `npm run console:dev`: the page as it is edited, with the API of an `npm start` beside it.
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: Object.fromEntries(["/v1", "/_local", "/openapi.json"].map((path) => [path, apiForDevelopment()])),
  },
});

/** The laptop's own routes are for pages of its own origin. */
function apiForDevelopment() {
  const target = `http://127.0.0.1:${process.env.PORT ?? 3000}`;
  return { target, changeOrigin: true, headers: { origin: target } };
}
