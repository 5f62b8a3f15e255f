import { CallFailed } from "../core/errors.ts";
import { adoptUsage, runAdopt } from "./adopt.ts";
import { deleteOrgUsage, runDeleteOrg } from "./delete-org.ts";
import { type ExitCode, exitCodes, print, say, UsageFault } from "./output.ts";
import { reconcileUsage, runReconcile } from "./reconcile.ts";

const usage = `What an operator of Keyturn does by hand, rarely, with credentials of their own.

  npm run --silent keyturn -- adopt       takes users that were there before Keyturn under management
  npm run --silent keyturn -- org delete  deletes an org for good
  npm run --silent keyturn -- reconcile   after the table was restored from a backup

Each says more with --help.
`;

const commands: Record<string, { run(args: string[]): Promise<ExitCode>; usage: string }> = {
  adopt: { run: runAdopt, usage: adoptUsage },
  "org delete": { run: runDeleteOrg, usage: deleteOrgUsage },
  reconcile: { run: runReconcile, usage: reconcileUsage },
};

async function main(words: string[]): Promise<ExitCode> {
  const { name, args } = commandIn(words);
  if (name === "--help" || name === "-h") {
    print(usage);
    return exitCodes.done;
  }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    say(`${name === undefined ? "Say what to do." : `There is no command ${name}.`}\n\n${usage}`);
    return exitCodes.usage;
  }
  try {
    return await command.run(args);
  } catch (error) {
    if (isMisuse(error)) {
      say(`${(error as Error).message}\n\n${command.usage}`);
      return exitCodes.usage;
    }
    if (!(error instanceof CallFailed)) throw error;
    say(`${error.message}\n${hintFor(error)}`);
    return exitCodes.somethingLeft;
  }
}

/** Its name has one word, or two: what is done to what. */
function commandIn([first, ...rest]: string[]): { name: string | undefined; args: string[] } {
  const [second, ...args] = rest;
  if (first !== "org" || second === undefined || second.startsWith("-")) return { name: first, args: rest };
  return { name: `${first} ${second}`, args };
}

/** Said wrongly: by our own rules, or by those of parseArgs. */
function isMisuse(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return error instanceof UsageFault || (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS"));
}

function hintFor({ awsErrorName, failure }: CallFailed): string {
  if (awsErrorName === "ResourceNotFoundException") {
    return "Is KEYTURN_TABLE the table's name, and AWS_REGION its region?";
  }
  if (failure === "denied") return "May your credentials do this? --help says what is needed.";
  return "Are AWS_REGION and AWS credentials set? If so, run it again: it goes on where it stopped.";
}

process.exitCode = await main(process.argv.slice(2));
