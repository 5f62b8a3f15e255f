import { parseArgs } from "node:util";
import { MINUTE_MS, plus } from "../core/clock.ts";
import { deleteOrg, hasObjects, type OrgSurvey, surveyOrg } from "../core/operator/delete-org.ts";
import type { Left } from "../core/operator/left.ts";
import type { Org } from "../core/org/org.ts";
import type { Command } from "./command.ts";
import { orgNamed } from "./org-named.ts";
import { countOf, type ExitCode, exitCodes, print, say, UsageFault } from "./output.ts";

const deleteOrgUsage = `Usage: npm run --silent keyturn -- org delete <org> --confirm <org> [options]

Deletes an org for good, while the deployment serves the others: its data services with their keys and users, the
records, and the history, once the deployment has delivered the last events and notices. Mails that SES has not taken
by then are not sent. Can be run again when it stopped half-way.

Its objects stay unless --objects is said: then every version of every object in the org's folder of each managed bucket
is deleted, once no key of the org works any more, and uploads that were begun are ended. Adopted users stay with their
policies, their other keys, and whatever lies in their folders: only the keys that Keyturn managed go.

First take the org away at the identity provider, and wait until its tokens have run out: who still has one can make
it anew. What the event bus's archive holds of the org goes when the archive's days are over.

  --confirm <org>      the org once more; not needed with --dry-run
  --objects            its objects, too, with all their versions
  --dry-run            shows what there is of the org
  --json               the answer as JSON
  --help               this text

Environment: KEYTURN_TABLE, KEYTURN_BUCKETS (region=bucket,region=bucket); AWS_REGION and AWS credentials as the AWS SDK
finds them. Needs to read, write and delete in the table and its indexes, and to list and delete IAM users, their keys
and policies under /keyturn/ (of adopted users: their keys); for customers' own pairs secretsmanager:DeleteSecret,
DescribeSecret and UpdateSecretVersionStage on keyturn/*; with --objects s3:ListBucketVersions, DeleteObject,
DeleteObjectVersion, ListBucketMultipartUploads and AbortMultipartUpload in the managed buckets.

Exit code: 0 nothing is left but objects; 1 something is left and was said, or there was nothing; 2 not run.
`;

const NAME_ONE = "Name one org: org delete <org>.";

/** How long it waits for operations that are under way. */
const WAITS_MS = 10 * MINUTE_MS;

const options = {
  confirm: { type: "string" },
  objects: { type: "boolean" },
  "dry-run": { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const deleteOrgCommand: Command = { usage: deleteOrgUsage, run: runDeleteOrg };

/** Throws UsageFault, CallFailed. */
async function runDeleteOrg(args: string[]): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) {
    print(deleteOrgUsage);
    return exitCodes.done;
  }
  const [named, ...more] = positionals;
  if (more.length > 0) throw new UsageFault(NAME_ONE);
  const org = orgNamed(named, NAME_ONE);
  const withObjects = values.objects === true;
  if (!values["dry-run"] && values.confirm !== org) {
    throw new UsageFault(
      `Say --confirm ${org}: what is deleted then is gone for good. Or look with --dry-run.`,
    );
  }
  const { deleteOrgPorts } = await import("./ports.ts"); // the AWS SDK takes a while to load: not to say what is wrong
  const ports = deleteOrgPorts(process.env);
  const survey = await surveyOrg(ports, org);
  if (survey.unknownBuckets.length > 0) throw new UsageFault(unnamed(survey));
  if (isNothing(survey) && !(withObjects && (await hasObjects(ports, org)))) {
    say(`There is nothing of ${org}. Was it deleted before, or is it written differently? Case matters.`);
    return exitCodes.somethingLeft;
  }
  const until = plus(ports.clock.now(), WAITS_MS);
  const left = values["dry-run"]
    ? []
    : await deleteOrg(ports, org, { until, tell: say, objects: withObjects });
  const isGone = withObjects && !values["dry-run"] && left.length === 0;
  const objects = isGone
    ? []
    : survey.folders.map(({ bucket, folder }) => `aws s3 rm s3://${bucket}/${folder} --recursive`);
  const answer = { org, dryRun: values["dry-run"] === true, found: survey, left, objects };
  print(values.json ? JSON.stringify(answer, null, 2) : textOf(answer));
  return left.length > 0 ? exitCodes.somethingLeft : exitCodes.done;
}

function unnamed({ unknownBuckets }: OrgSurvey): string {
  const places = unknownBuckets.map(({ region, bucket }) => `${region}=${bucket}`).join(",");
  return `KEYTURN_BUCKETS does not name ${places}, where the org's objects lie, too. Name every bucket of the deployment.`;
}

function isNothing({ services, items, userNames }: OrgSurvey): boolean {
  return [services.length, userNames.length, ...Object.values(items)].every((count) => count === 0);
}

function textOf(answer: {
  org: Org;
  dryRun: boolean;
  found: OrgSurvey;
  left: Left[];
  objects: string[];
}): string {
  const { org, dryRun, found, left, objects } = answer;
  const { services, items, userNames, adopted } = found;
  const what = [
    countOf(services.length, "data service"),
    countOf(userNames.length, "IAM user"),
    ...(adopted.length > 0 ? [countOf(adopted.length, "adopted user")] : []),
    countOf(items.records, "record"),
    countOf(items.history, "journal entry", "journal entries"),
    ...(items.notices > 0
      ? [countOf(items.notices, "item of notices and mails", "items of notices and mails")]
      : []),
    ...(items.rest > 0 ? [countOf(items.rest, "other item")] : []),
  ].join(", ");
  const names = services.map(({ serviceId, name, state }) => `  ${serviceId}  ${state}  ${name}`);
  const outcome = dryRun
    ? "Nothing was changed."
    : left.length === 0
      ? "All of it is gone."
      : "This is left:";
  return [
    `There was of ${org}: ${what}.`,
    ...names,
    outcome,
    ...left.map(({ of, error }) => `  ${of}  ${error}`),
    ...(adopted.length > 0 ? ["", "Adopted users stay, without the keys that were managed:"] : []),
    ...adopted.map((userName) => `  ${userName}`),
    ...(objects.length > 0
      ? objectLines(objects, left)
      : ["", "Its objects are deleted, with all their versions."]),
  ].join("\n");
}

function objectLines(objects: readonly string[], left: readonly Left[]): string[] {
  return [
    "",
    `Its objects stay until you delete them${left.length > 0 ? ", once nothing else is left" : ""}:`,
    ...objects.map((command) => `  ${command}`),
    "Their former versions go 30 days later, by the bucket's own rule; --objects deletes all of them.",
  ];
}
