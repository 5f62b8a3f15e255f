import {
  type AccessKey,
  type Connection,
  type KeyturnClient,
  KeyturnProblem,
  type ResetAccessKeyBody,
  secretIsLost,
} from "@keyturn/client";
import { countOf, type ExitCode, exitCodes, print, say, UsageFault } from "../output.ts";
import { isAtTerminal, typed } from "./ask.ts";
import { findConnection } from "./find-connection.ts";
import { commonUsage, httpCommand } from "./http-command.ts";
import { asProfile, asText, openOutput } from "./pair-output.ts";
import { sayStakes } from "./stakes.ts";

const modes = ["immediate", "staged"] as const;
const reasons = ["scheduled", "lost", "compromised", "other"] as const;

const options = {
  mode: { type: "string" },
  "grace-hours": { type: "string" },
  reason: { type: "string" },
  profile: { type: "string" },
  output: { type: "string", short: "o" },
  yes: { type: "boolean" },
} as const;

export const reset = httpCommand({
  usage: `Usage: npm run --silent keyturn -- reset <connection> [options]

Creates the access key of a connection, or resets it, and shows the pair this once: Keyturn keeps no copy of the secret. Who
depends on the key is shown before, and a reset is to be confirmed by typing the data service's name.

  <connection>         its id (con_…), or the name of its data service or of its user
  --mode <mode>        immediate: the old key stops at once; staged: it works on for a while (default: as the policy says)
  --grace-hours <n>    of a staged reset: for how long
  --reason <reason>    ${reasons.join(", ")}; compromised stops the old key first
  --profile <name>     the pair as a profile of AWS's credentials file
  --output, -o <file>  the pair goes into this new file, which only you can read, and not to standard output
  --yes                without asking
${commonUsage}

Examples:
  npm run --silent keyturn -- reset "Sales data" --mode staged --grace-hours 48
  npm run --silent keyturn -- reset con_… --yes --profile sales --output ./sales-credentials
  AWS_SHARED_CREDENTIALS_FILE=./sales-credentials aws --profile sales s3 ls s3://{bucket}/{folder}

With --json the answer as POST …/access-key gives it: {connection, credentials: {accessKeyId, secretAccessKey}, …}.
Exit code 4: the key was made, but its secret was lost on the way or could not be written, and nobody has it. Reset it
again.
`,
  options,
  words: [1, 1],
  async run(values, [named = ""], { client }) {
    const body = bodyOf(values);
    if (values.json && values.profile !== undefined) throw new UsageFault("Either --json or --profile.");
    const connection = await findConnection(client, named);
    await sayStakes(client, connection);
    if (connection.accessKeyId) say(await fateOfOldKey(client, body));
    if (connection.accessKeyId && !values.yes && !(await isConfirmed(connection))) return stopped();
    const text = values.json
      ? (issued: object) => JSON.stringify(issued)
      : values.profile === undefined
        ? asText
        : asProfile(values.profile);
    const output = openOutput(values.output, text);
    const params = { path: { connectionId: connection.connectionId } };
    const expected = { ...body, expectedAccessKeyId: connection.accessKeyId };
    const answer = await client
      .POST("/v1/connections/{connectionId}/access-key", { params, body: expected })
      .catch((error) => {
        output.discard();
        if (!isOwnDoing(error)) throw error;
        say(
          `${error.message}\nIt was changed by an attempt that got no answer, or by somebody else just now.`,
        );
      });
    if (!answer) return exitCodes.secretLost;
    if (secretIsLost(answer)) {
      output.discard();
      if (values.json) print(JSON.stringify(answer));
      return secretLost(answer, "was lost on the way");
    }
    const whereItIs = output.write(answer);
    if (whereItIs === undefined) return secretLost(answer, "could not be written");
    say(whereItIs);
    sayOfOldKey(answer.connection, answer.previousKeyStopped);
    return exitCodes.done;
  },
});

/** Recovered, a request whose process died is remembered by nobody: sent again, it finds the key that it made. */
function isOwnDoing(error: unknown): error is KeyturnProblem {
  return error instanceof KeyturnProblem && error.code === "key_changed" && error.unansweredBefore;
}

function secretLost({ credentials }: AccessKey, how: string): ExitCode {
  say(`The key is ${credentials.accessKeyId} now, and its secret ${how}. Reset it again.`);
  return exitCodes.secretLost;
}

type Values = { [Name in "mode" | "grace-hours" | "reason" | "profile"]?: string | undefined };

/** Throws UsageFault. */
function bodyOf({ mode, "grace-hours": hours, reason, profile }: Values): ResetAccessKeyBody {
  const isMode = modes.find((one) => one === mode);
  if (mode !== undefined && !isMode) throw new UsageFault(`--mode is ${modes.join(" or ")}.`);
  const isReason = reasons.find((one) => one === reason);
  if (reason !== undefined && !isReason) throw new UsageFault(`--reason is one of ${reasons.join(", ")}.`);
  if (hours !== undefined && !/^\d{1,5}$/.test(hours)) throw new UsageFault("--grace-hours is a number.");
  if (profile !== undefined && !/^[\w.@ -]+$/.test(profile))
    throw new UsageFault("--profile is a plain name.");
  return {
    ...(isMode && { mode: isMode }),
    ...(isReason && { reason: isReason }),
    ...(hours !== undefined && { graceHours: Number(hours) }),
  };
}

/** What a reset does to the key that is current, as the request or else the policy has it. */
async function fateOfOldKey(client: KeyturnClient, { mode, reason, graceHours }: ResetAccessKeyBody) {
  if (reason === "compromised") return "The old key stops first.";
  if (mode === "immediate") return "The old key stops at once.";
  const { defaultMode, graceHoursDefault } = (await client.GET("/v1/policy")).reset;
  if ((mode ?? defaultMode) === "immediate") return "The old key stops at once, as the policy has it.";
  return `The old key works on for ${countOf(graceHours ?? graceHoursDefault, "hour")}, or while it is in use.`;
}

async function isConfirmed({ serviceName }: Connection): Promise<boolean> {
  if (!isAtTerminal()) {
    throw new UsageFault("Nobody is there to be asked: say --yes. Nothing was changed.", {
      showsUsage: false,
    });
  }
  return typed("Type the data service's name to reset its key: ", serviceName);
}

function stopped(): ExitCode {
  say("That is another name. Nothing was changed.");
  return exitCodes.refused;
}

function sayOfOldKey({ retiring }: Connection, stopped: boolean | undefined): void {
  if (retiring?.retireAt)
    say(`The old key ${retiring.accessKeyId} works until ${retiring.retireAt}, or while it is in use.`);
  else if (stopped === false) say("The old key could not be stopped in time: Keyturn goes on trying.");
  else if (stopped === true) say("The old key has stopped.");
}
