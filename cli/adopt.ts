import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { adoptUsers } from "../core/adoption/adopt-users.ts";
import { PLAN_BYTES_MAX, type PlacedRow, PlanFault, readPlan } from "../core/adoption/read-plan.ts";
import type { RowResult } from "../core/adoption/row-result.ts";
import { keyturnItself } from "../core/caller/caller.ts";
import { SECOND_MS } from "../core/clock.ts";
import { MAIN_CELL } from "../functions/adapters/cells.ts";
import { adoptText } from "./adopt-text.ts";
import type { Command } from "./command.ts";
import { orgNamed } from "./org-named.ts";
import { type ExitCode, exitCodes, print, say, UsageFault } from "./output.ts";
import { adoptedUserPathsIn } from "./settings.ts";

const adoptUsage = `Usage: npm run --silent adopt -- --org <org> --plan <file.csv> [options]
       npm run --silent keyturn -- adopt, which is the same

Takes IAM users that were there before Keyturn under management, with their buckets and folders, as they are: writes
nothing in IAM, leaves every key valid, and knows from IAM how old it is. Without --apply it only says what it would do.
Stopped anywhere it can be run again, with the same plan: what is done is passed over.

  1. deploy with KEYTURN_ADOPTED_USER_PATHS, the IAM paths of these users (/portal/s3/): Keyturn may then manage their keys
  2. write the plan, and tell Keyturn of the pipelines that it names
  3. run this without --apply, mend the rows that it names, until it names none
  4. run it with --apply

The plan is CSV (RFC 4180, UTF-8) of up to 10,000 rows and 4 MiB. Its first line names the columns:

  serviceName   what the portal calls the data service
  bucket        where its objects lie; any bucket, Keyturn does not touch it
  folder        their prefix, like team/sales/; / is the whole bucket. Without a / at its end one is added
  userName      the IAM user whose key opens it; one row a user
  region        the bucket's; by default the deployment's first
  accessKeyId   which of two keys is the current one; the other is never touched, but while it is there the current one
                cannot be reset: a user has two at most
  pipelineIds   separated by spaces or |

  serviceName,bucket,folder,userName,region,accessKeyId,pipelineIds
  Sales data,portal-data,team/sales/,s3-sales,eu-central-1,,nightly-load|weekly-report

Keyturn does not look whether the user's own policy opens that folder and no other. Of keys that are due already, and they
are due at once, dependents are told over the days of the policy's rotation.adoptionWindowDays.

  --org <org>          the org whose they become, as its tokens name it. Case matters; an org begins to be with its first row
  --plan <file>        the plan
  --apply              takes the rows that are good; without it nothing is written
  --json               the answer as JSON
  --help               this text

Environment: KEYTURN_TABLE, KEYTURN_BUCKETS (region=bucket,region=bucket), KEYTURN_ADOPTED_USER_PATHS; AWS_REGION and AWS
credentials as the AWS SDK finds them. Needs dynamodb:GetItem, BatchGetItem, Query, PutItem and UpdateItem on the table;
iam:GetUser and ListAccessKeys of the users.

Exit code: 0 every row is adopted, or can be; 1 some rows are not, and are named by line; 2 not run.
`;

const options = {
  org: { type: "string" },
  plan: { type: "string" },
  apply: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** As many as IAM holds in an account: a portal that moves in whole is not stopped by what a caller may make. */
const SERVICES_MAX = 5_000;
/** With the calls of one row after another, this is some ten to forty calls a second, as IAM answers. */
const AT_ONCE = 4;
const TELLS_EVERY_MS = 5 * SECOND_MS;

export const adopt: Command = { usage: adoptUsage, run: runAdopt };

/** Throws UsageFault, CallFailed. */
async function runAdopt(args: string[]): Promise<ExitCode> {
  const { values } = parseArgs({ args, options, allowPositionals: false });
  if (values.help) {
    print(adoptUsage);
    return exitCodes.done;
  }
  const org = orgNamed(values.org, "Say whose users they become: --org <org>.");
  const rows = planIn(values.plan);
  const userPaths = adoptedUserPathsIn(process.env);
  const { adoptionPorts } = await import("./adoption-ports.ts"); // the AWS SDK takes a while to load: not to say what is wrong
  const ports = adoptionPorts(process.env);
  const by = keyturnItself(org, ports.ids.next());
  const apply = values.apply === true;
  const services = await ports.services.count(org, SERVICES_MAX);
  say(
    `${org} has ${services === 0 ? "no data services yet: is it written right?" : `${services} data services`}`,
  );
  const results = await adoptUsers(ports, by, {
    ...{ rows, apply, servicesMax: SERVICES_MAX, atOnce: AT_ONCE },
    rules: { userPaths, tagged: false, cellId: MAIN_CELL },
    tell: progress(rows.length),
  });
  const answer = { org, applied: apply, counts: countsOf(results), rows: results };
  print(values.json ? JSON.stringify(answer, inLines, 2) : adoptText(answer));
  const { refused, failed } = answer.counts;
  return refused + failed > 0 ? exitCodes.somethingLeft : exitCodes.done;
}

/** Throws UsageFault. */
function planIn(path: string | undefined): PlacedRow[] {
  if (path === undefined) throw new UsageFault("Say where the plan is: --plan <file.csv>.");
  try {
    const { size } = statSync(path);
    if (size > PLAN_BYTES_MAX) throw new UsageFault(`The plan has more than ${PLAN_BYTES_MAX} bytes.`);
    const rows = readPlan(readFileSync(path));
    if (rows.length === 0) throw new UsageFault("The plan has no row beside its columns.");
    return rows;
  } catch (error) {
    if (error instanceof PlanFault) throw new UsageFault(error.message);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageFault(`The plan ${path} cannot be read (${code}).`);
  }
}

function progress(total: number): (done: number) => void {
  let toldAt = Date.now();
  return (done) => {
    if (done < total && Date.now() - toldAt < TELLS_EVERY_MS) return;
    toldAt = Date.now();
    say(`${done} of ${total} rows`);
  };
}

/** A row's place is its line in the plan. */
function inLines(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("place" in value)) return value;
  const { place, ...row } = value;
  return { line: place, ...row };
}

function countsOf(results: readonly RowResult[]): Record<RowResult["outcome"], number> {
  const counts = { adoptable: 0, adopted: 0, already_adopted: 0, refused: 0, failed: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
