import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";

export default defineConfig({
  test: {
    maxWorkers: 2,
    // Importing the AWS SDKs for each file took a third of the time: files share a process, and start it anew instead.
    isolate: false,
    // A test makes many objects that die at once: with more room for them, a tenth less time goes to clearing them away.
    execArgv: ["--max-semi-space-size=32"],
    sequence: { sequencer: LongestFirst },
    env: {
      POWERTOOLS_LOG_LEVEL: "SILENT",
      NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compiled"),
    },
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      {
        // Nothing there is kept outside of what a test makes.
        extends: true,
        test: { name: "core", include: ["{core,test/simulation}/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["{client,examples,functions,local,test}/**/*.test.ts"],
          exclude: ["test/{simulation,browser}/**"],
          setupFiles: ["test/support/start-anew.ts"],
          globalSetup: ["test/infra/install-platform.ts"],
        },
      },
      {
        // Its files share a laptop and a browser.
        extends: true,
        test: { name: "browser", include: ["test/browser/**/*.test.ts"] },
      },
    ],
  },
});
