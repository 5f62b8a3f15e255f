import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { KeyturnUnreachable } from "@keyturn/client";
import type { KeyturnEvent } from "@keyturn/client/events";
import type { Command } from "../command.ts";
import { exitCodes, print, printable, say, UsageFault } from "../output.ts";
import { addressIn } from "./session.ts";

const LOOKS_EVERY_MS = 500;

const usage = `Usage: npm run --silent keyturn -- events tail [options]

The events of the laptop's bus, notices to pipelines included, as they are told, until it is stopped (Ctrl-C). No token is
needed.

  --all                from the first one on, not only what comes from now on
  --type <type>        only these: KeyRotated, …; may be given more than once
  --count <n>          stops after so many
  --url <url>          the laptop (default: KEYTURN_URL, else http://127.0.0.1:3000)
  --json               for programs: the event as EventBridge delivers it, one a line
  --help               this text

Examples:
  npm run --silent keyturn -- events tail --type KeyRotated --type KeyCreated
  npm run --silent keyturn -- events tail --all --json | jq -r .detail.data.serviceName

A deployment's bus is not read over HTTP. Either follow the journal, which has every event but the notices:

  npm run --silent keyturn -- history --follow

or lead the bus into a log group, once, and follow that, with AWS credentials that may (events:PutRule, events:PutTargets,
logs:CreateLogGroup, logs:PutResourcePolicy, logs:FilterLogEvents, logs:StartLiveTail):

  aws logs create-log-group --log-group-name /aws/events/keyturn
  aws logs put-resource-policy --policy-name keyturn-events --policy-document '{"Version":"2012-10-17","Statement":[
    {"Effect":"Allow","Principal":{"Service":["events.amazonaws.com","delivery.logs.amazonaws.com"]},
     "Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:*:*:log-group:/aws/events/keyturn:*"}]}'
  aws events put-rule --event-bus-name keyturn-production --name tail --event-pattern '{"source":["keyturn"]}'
  aws events put-targets --event-bus-name keyturn-production --rule tail \\
    --targets Id=log,Arn=arn:aws:logs:{region}:{account}:log-group:/aws/events/keyturn
  aws logs tail /aws/events/keyturn --follow
`;

const options = {
  all: { type: "boolean" },
  type: { type: "string", multiple: true },
  count: { type: "string" },
  url: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const eventsTail: Command = {
  usage,
  async run(args) {
    const { values } = parseArgs({ args, options, allowPositionals: false });
    if (values.help) {
      print(usage);
      return exitCodes.done;
    }
    if (values.count !== undefined && !/^[1-9]\d{0,8}$/.test(values.count))
      throw new UsageFault("--count is a number.");
    const url = addressIn(values.url ?? process.env.KEYTURN_URL?.trim() ?? "");
    let left = Number(values.count ?? Number.POSITIVE_INFINITY);
    let { next: since } = values.all ? { next: 0 } : await eventsSince(url, 0);
    say(`The events of ${url}; Ctrl-C ends it.`);
    for (; ; await sleep(LOOKS_EVERY_MS)) {
      const { events, next } = await eventsSince(url, since);
      for (const event of events) {
        if (values.type && !values.type.includes(event["detail-type"])) continue;
        print(values.json ? JSON.stringify(event) : lineOf(event));
        left -= 1;
        if (left === 0) return exitCodes.done;
      }
      since = next;
    }
  },
};

interface Page {
  events: KeyturnEvent[];
  next: number;
}

/** Throws UsageFault, KeyturnUnreachable. */
async function eventsSince(url: string, since: number): Promise<Page> {
  const answer = await fetch(`${url}/_local/events?since=${since}`).catch((error: Error) => {
    const { code = error.message } = (error.cause ?? {}) as { code?: string };
    throw new KeyturnUnreachable(`${url} does not answer (${code})`, code);
  });
  if (answer.ok) return (await answer.json()) as Page;
  throw new UsageFault(
    `${url} shows no events (${answer.status}): it is no laptop. See below for a deployment's.`,
  );
}

function lineOf({ "detail-type": type, detail }: KeyturnEvent): string {
  const { occurredAt, org, by } = detail.metadata;
  const { serviceName, connectionId, pipelineId } = detail.data as Record<string, string | undefined>;
  const about = [serviceName, connectionId, pipelineId].filter(Boolean).join("  ");
  return printable([occurredAt, type, org, `by ${by}`, about].join("  ").trimEnd());
}
