import { defineConfig } from "vitest/config";

/** `npm run test:aws`: against a real AWS account, for whoever has one. Off by default: no file of it is a `.test.ts`. */
export default defineConfig({
  test: {
    include: ["test/aws/*.aws.ts"],
    globalSetup: "test/aws/global-setup.ts",
    setupFiles: "test/aws/environment.ts",
    env: { POWERTOOLS_LOG_LEVEL: "SILENT" },
    fileParallelism: false, // IAM's request rate is an account's
    expect: { poll: { timeout: 30_000, interval: 500 } }, // indexes lag
    testTimeout: 600_000,
    hookTimeout: 180_000,
    teardownTimeout: 180_000,
  },
});
