import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    maxWorkers: 2,
    env: { POWERTOOLS_LOG_LEVEL: "SILENT" },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      {
        // Nothing there is kept outside of what a test makes: its files share a process, which takes half the time.
        extends: true,
        test: { name: "core", include: ["{core,test/simulation}/**/*.test.ts"], isolate: false },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["{client,examples,functions,local,test}/**/*.test.ts"],
          exclude: ["test/{simulation,browser}/**"],
          globalSetup: ["test/infra/install-platform.ts"],
        },
      },
      {
        // Its files share a process, and with it a laptop and a browser.
        extends: true,
        test: { name: "browser", include: ["test/browser/**/*.test.ts"], isolate: false },
      },
    ],
  },
});
