import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{core,examples,functions,local,test}/**/*.test.ts"],
    globalSetup: ["test/infra/install-platform.ts"],
    env: { POWERTOOLS_LOG_LEVEL: "SILENT" },
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
