import { parseArgs } from "node:util";
import { reconcile } from "../core/operator/reconcile.ts";
import { MAIN_CELL } from "../functions/adapters/cells.ts";
import type { Command } from "./command.ts";
import { type ExitCode, exitCodes, print, UsageFault } from "./output.ts";
import { reconcileText } from "./reconcile-text.ts";

const reconcileUsage = `Usage: npm run --silent keyturn -- reconcile --after-restore --paused [options]

After the table was restored from a backup: makes every connection's record say which access key the user has in IAM
now. What was under way at the backup's time is forgotten, so that nobody recovers it and deletes a key that was given
to a caller since. Creates, deletes, activates and deactivates no key. Can be run again at any time.

  1. deploy with KEYTURN_PAUSED=true: no Lambda may run while this does
  2. set KEYTURN_TABLE to the restored table
  3. run this, first with --dry-run
  4. deploy with KEYTURN_RESTORED_TABLE, still paused, and then without KEYTURN_PAUSED

  --after-restore      says that the table was restored; without it nothing is done
  --paused             says that you have stopped the deployment
  --dry-run            shows what would be written
  --current <connection>=<key>
                       of several keys, the one you know to be right; may be given more than once
  --json               the report as JSON
  --help               this text

Environment: KEYTURN_TABLE; AWS_REGION and AWS credentials as the AWS SDK finds them. Needs dynamodb:DescribeTable,
Scan, GetItem, BatchGetItem and UpdateItem on the table; iam:ListUsers, ListUserTags and ListAccessKeys.

Exit code: 0 all is as IAM says; 1 something failed and is in the report; 2 not run.
`;

const options = {
  "after-restore": { type: "boolean" },
  paused: { type: "boolean" },
  "dry-run": { type: "boolean" },
  current: { type: "string", multiple: true },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const reconcileCommand: Command = { usage: reconcileUsage, run: runReconcile };

/** Throws UsageFault, CallFailed. */
async function runReconcile(args: string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args, options, allowPositionals: false });
  if (values.help) {
    print(reconcileUsage);
    return exitCodes.done;
  }
  if (!values["after-restore"]) {
    throw new UsageFault(
      "Say --after-restore if the table was restored from a backup. On any other this would overrule what is under way.",
    );
  }
  if (!values.paused) {
    throw new UsageFault(
      "Stop the deployment and say --paused. While it runs on a restored table, its sweep deletes keys that were " +
        "given to callers after the backup.",
    );
  }
  const preferred = new Map((values.current ?? []).map(choice));
  const write = !values["dry-run"];
  const { reconcilePorts } = await import("./ports.ts"); // the AWS SDK takes a while to load: not to say what is wrong
  const report = await reconcile(reconcilePorts(process.env), { write, preferred, cellIds: [MAIN_CELL] });
  print(values.json ? JSON.stringify(report, null, 2) : reconcileText(report));
  return report.failures.length > 0 ? exitCodes.somethingLeft : exitCodes.done;
}

function choice(text: string): [string, string] {
  const match = /^(con_[0-9a-f]{32})=([A-Za-z0-9_]{16,128})$/.exec(text);
  if (!match?.[1] || !match[2]) {
    throw new UsageFault("--current takes a connection's id and a key's: --current con_…=AKIA…");
  }
  return [match[1], match[2]];
}
