import { KeyturnProblem, KeyturnUnreachable } from "@keyturn/client";
import { CallFailed } from "../core/errors.ts";
import { commandIn, commands, usage } from "./commands.ts";
import { nearest } from "./nearest.ts";
import { type ExitCode, exitCodes, print, say, UsageFault } from "./output.ts";

async function main(words: string[]): Promise<ExitCode> {
  const { name, load, args } = commandIn(words);
  if (name === "--help" || name === "-h" || name === "help") {
    print(usage);
    return exitCodes.done;
  }
  if (!load) {
    const meant = nearest(name, Object.keys(commands));
    if (name === "") say(`Say what to do.\n\n${usage}`);
    else if (meant)
      say(
        `There is no command ${name}. Did you mean ${meant}?\nAll of them: npm run --silent keyturn -- --help`,
      );
    else say(`There is no command ${name}.\n\n${usage}`);
    return exitCodes.usage;
  }
  const command = await load();
  try {
    return await command.run(args);
  } catch (error) {
    if (isMisuse(error)) {
      const { message, showsUsage = true } = error as UsageFault;
      say(showsUsage ? `${message}\n\n${command.usage}` : message);
      return exitCodes.usage;
    }
    if (error instanceof KeyturnProblem) return refusal(error, args.includes("--json"));
    if (error instanceof KeyturnUnreachable) {
      say(`${error.message}.\n${hintForNoAnswer(error)}`);
      return exitCodes.noAnswer;
    }
    if (!(error instanceof CallFailed)) throw error;
    say(`${error.message}\n${hintFor(error)}`);
    return exitCodes.somethingLeft;
  }
}

/** Said wrongly: by our own rules, or by those of parseArgs. */
function isMisuse(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return error instanceof UsageFault || (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS"));
}

function refusal(problem: KeyturnProblem, json: boolean): ExitCode {
  const { status, code, detail, params, errors, requestId, message } = problem;
  if (json) say(JSON.stringify({ error: { status, code, detail, params, errors, requestId } }));
  else {
    say(detail ?? message);
    for (const { path, message } of errors) say(`  ${path}: ${message}`);
    say([code, status, requestId && `request ${requestId}`].filter(Boolean).join(", "));
    if (problem.unansweredBefore)
      say("An attempt before it got no answer, and may have been done: look first.");
    if (status === 401) say("Is KEYTURN_TOKEN of this deployment's issuer, and has it not run out?");
  }
  const isForNow = status >= 500 || status === 429;
  return isForNow || problem.unansweredBefore ? exitCodes.noAnswer : exitCodes.refused;
}

function hintForNoAnswer({ reason }: KeyturnUnreachable): string {
  if (reason === "ECONNREFUSED")
    return "Is it running? On the laptop: npm start. Elsewhere: KEYTURN_URL, or --url.";
  if (reason === "ENOTFOUND") return "Is KEYTURN_URL, or --url, written right?";
  return "If something was to be changed, look whether it was: nobody knows.";
}

function hintFor({ awsErrorName, failure }: CallFailed): string {
  if (awsErrorName === "ResourceNotFoundException") {
    return "Is KEYTURN_TABLE the table's name, and AWS_REGION its region?";
  }
  if (failure === "denied") return "May your credentials do this? --help says what is needed.";
  return "Are AWS_REGION and AWS credentials set? If so, run it again: it goes on where it stopped.";
}

process.exitCode = await main(process.argv.slice(2));
