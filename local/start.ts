import { onlyLaptopAws } from "./cloud/only-laptop-aws.ts";
import { damageOf, diskFaultOf } from "./disk-fault.ts";
import type { RunningKeyturn } from "./server/keyturn.ts";
import { localSettings } from "./settings.ts";

/** `npm start`: the whole service on this machine. */
async function main(): Promise<void> {
  const settings = localSettings(process.argv.slice(2), process.env);
  if (!settings.externalAws) onlyLaptopAws(process.env);
  process.env.POWERTOOLS_LOG_LEVEL ??= "WARN"; // read when the logger is made, so before the handlers load
  const { startKeyturn } = await import("./server/keyturn.ts");
  const keyturn = await startKeyturn(settings);
  console.log(`Keyturn   ${keyturn.url}   (GET /health)`);
  console.log(
    `AWS       ${keyturn.awsUrl ?? process.env.AWS_ENDPOINT_URL ?? "as the environment says"}   (S3, IAM, STS, EventBridge, DynamoDB)`,
  );
  console.log(`Data      ${settings.dataDir}`);
  if (keyturn.clockWasBehind) {
    console.log(
      "Clock     of this machine has been set back: Keyturn's goes on from where it was (/_local/clock)",
    );
  }
  console.log("Token     npm run --silent token -- --org acme --role admin");
  void openConsole(keyturn);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      await keyturn.close();
      process.exit(0);
    });
  }
}

/** The API is there already, and stays there whatever becomes of its page. */
async function openConsole({ console: page, url }: RunningKeyturn): Promise<void> {
  const patience = setTimeout(() => console.log("Console   is being built, which takes some seconds"), 500);
  const fault = await page.open();
  clearTimeout(patience);
  if (fault === undefined) console.log(`Console   ${url}/`);
  else console.error(`Console   could not be built; the API works without it. ${fault}`);
}

/** dynalite throws, out of everybody's reach, what its store cannot read. */
process.on("uncaughtException", (error) => {
  const fault = diskFaultOf(error) ?? damageOf(error);
  console.error(fault ? `Keyturn cannot go on: ${fault}.` : error);
  process.exit(1);
});

main().catch((error: Error) => {
  const fault = diskFaultOf(error);
  console.error(fault ? `Keyturn cannot start: ${fault}.` : error.message);
  process.exit(1);
});
