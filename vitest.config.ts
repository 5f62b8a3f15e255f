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
        // One laptop and one browser for all of its files.
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          isolate: false,
          fileParallelism: false,
        },
      },
    ],
  },
});
