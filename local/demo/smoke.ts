import { parseArgs } from "node:util";
import { onlyLaptopAws } from "../cloud/only-laptop-aws.ts";
import type { Made } from "./cast.ts";
import { journalHolds } from "./journal-holds.ts";
import { Narrator } from "./narrator.ts";
import { castFor, type Deployed } from "./smoke-cast.ts";
import { tell } from "./story.ts";
import { tidyUp } from "./tidy-up.ts";

const usage = `Runs the main job against a deployed Keyturn, and takes away again what it made.

Usage: npm run smoke -- --url <https://…> [--aws-endpoint <url>]

  --url <url>           the API, as the deployment shows it
  --aws-endpoint <url>  where its S3 and STS are, if they are not AWS's own

Tokens come from the environment: KEYTURN_SMOKE_TOKEN of a key manager, and, for two steps that are skipped
without, KEYTURN_SMOKE_SUPPORT_TOKEN of support staff of the same org and KEYTURN_SMOKE_OTHER_ORG_TOKEN of a key
manager of another org.
`;

const KEPT = ["ConnectionCreated", "ServiceCreated", "KeyCreated", "KeyRotated"];
const GONE = ["KeyRemoved", "ConnectionDeleted"];

/** `npm run smoke`: the demo's story against a deployment. Exits 0 only if every step that ran held. */
async function main(): Promise<void> {
  const deployed = readArguments(process.argv.slice(2));
  if (!deployed) return;
  onlyLaptopAws(process.env); // keys that were issued here are used, and nobody's own
  const narrator = new Narrator();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => narrator.interrupt());
  const cast = await castFor(narrator, deployed);
  const made: Made = {};
  try {
    const { connectionId } = await tell(narrator, cast, made);
    const types = made.serviceName ? KEPT : [...KEPT, ...GONE];
    await journalHolds(narrator, cast.admin, connectionId, types);
    const skipped = narrator.skipped > 0 ? ` ${narrator.skipped} were skipped.` : "";
    console.log(`\nAll ${narrator.steps} steps that ran did what they say.${skipped}`);
  } finally {
    for (const thing of await tidyUp(cast, made)) console.log(`Left behind: ${thing}.`);
  }
}

/** Nothing when help was asked for. Throws a sentence when an argument is wrong. */
function readArguments(args: string[]): Deployed | undefined {
  const options = {
    url: { type: "string" },
    "aws-endpoint": { type: "string" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args, options });
  if (values.help) {
    console.log(usage);
    return undefined;
  }
  if (!values.url) throw new Error(`--url must be given.\n\n${usage}`);
  return { url: deployedUrl(values.url), awsEndpoint: values["aws-endpoint"], environment: process.env };
}

/** A token is sent there: in the open only to this machine itself. */
function deployedUrl(text: string): string {
  const url = URL.parse(text);
  if (!url) throw new Error(`--url ${text} is no URL; expected one like https://keys.example.com`);
  const isOwn = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && isOwn)) return text.replace(/\/+$/, "");
  throw new Error(`--url ${text} is not encrypted, and tokens would be sent to it: expected https://…`);
}

main().catch((error: Error) => {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
});
