import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyturnClient } from "@keyturn/client";
import { onlyLaptopAws } from "../cloud/only-laptop-aws.ts";
import { localSettings } from "../settings.ts";
import { conveniences } from "./conveniences.ts";
import { halfAYear } from "./half-a-year.ts";
import { compareJournalAndBus } from "./journal-and-bus.ts";
import { Narrator } from "./narrator.ts";
import { tell } from "./story.ts";

/** `npm run demo`: the whole story on a throw-away data folder. Exits 0 only if every step did what it says. */
async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "keyturn-demo-"));
  onlyLaptopAws(process.env);
  process.env.POWERTOOLS_LOG_LEVEL ??= "ERROR"; // read when the logger is made, so before the handlers load
  const { startKeyturn } = await import("../server/keyturn.ts");
  const settings = localSettings([], {
    KEYTURN_DATA_DIR: dataDir,
    PORT: "0",
    KEYTURN_AWS_PORT: "0",
    KEYTURN_IAM_DELAY_MS: process.env.KEYTURN_IAM_DELAY_MS,
  });
  const keyturn = await startKeyturn(settings);
  try {
    console.log(`Keyturn at ${keyturn.url}, its AWS at ${keyturn.awsUrl}`);
    const narrator = new Narrator();
    const { url } = keyturn;
    const laptop = conveniences(url);
    const as = async (org: string, role: string, name: string) =>
      keyturnClient({ url, token: await laptop.token({ org, role, name }) });
    const admin = await as("acme", "admin", "Ada Admin");
    await tell(narrator, {
      admin,
      support: await as("acme", "support", "Sam Support"),
      stranger: await as("other-org", "admin", "Olga Other"),
      ...(keyturn.awsUrl && { awsEndpoint: keyturn.awsUrl }),
    });
    if (keyturn.awsUrl) await halfAYear(narrator, admin, laptop, keyturn.awsUrl);
    await compareJournalAndBus(narrator, admin, laptop);
    console.log(`\nAll ${narrator.steps} steps did what they say.`);
  } finally {
    await keyturn.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
