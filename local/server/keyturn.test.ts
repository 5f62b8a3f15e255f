import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { localSettings } from "../settings.ts";
import { startKeyturn } from "./keyturn.ts";

test("a setting of the Lambdas at fault stops the start, is named, and leaves nothing open", async () => {
  const KEYTURN_DATA_DIR = mkdtempSync(join(tmpdir(), "keyturn-start-"));
  const settings = localSettings([], { PORT: "0", KEYTURN_AWS_PORT: "0", KEYTURN_DATA_DIR });
  vi.stubEnv("KEYTURN_PRESET", "nonsense");
  await expect(startKeyturn(settings)).rejects.toThrow(/^Keyturn cannot start: KEYTURN_PRESET: [^;]+$/);
  vi.unstubAllEnvs();
  const keyturn = await startKeyturn(settings); // which finds the data folder free
  expect((await fetch(`${keyturn.url}/health`)).status).toBe(200);
  await keyturn.close();
  rmSync(KEYTURN_DATA_DIR, { recursive: true });
});
