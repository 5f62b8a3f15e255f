import { contextOf } from "../../local/aws/policy/conditions.ts";
import type { PolicyNames } from "../../local/cloud/lambda-policies.ts";
import type { Asked } from "./policy-judge.ts";

const JOURNAL = "ORG#acme#CONNECTION#con_1";
const RECORDS = "ORG#acme";
const NOTICES = "NOTICES#acme#01900000-0000-7000-8000-000000000001";
const STRANGER = "999999999999";

/** Who may put, and into which partitions alone; whoever is not here puts records and notices, and never history. */
const PARTITIONS: Record<string, Record<string, string[]>> = {
  relayOutbox: { PutItem: [RECORDS, NOTICES], UpdateItem: [JOURNAL], DeleteItem: [JOURNAL] },
  startSweep: { PutItem: [RECORDS, NOTICES], UpdateItem: [JOURNAL], DeleteItem: [JOURNAL] },
  notifyDependents: { PutItem: [RECORDS, JOURNAL], UpdateItem: [RECORDS, JOURNAL], DeleteItem: [NOTICES] },
};
const WRITES = ["PutItem", "UpdateItem", "DeleteItem"];

/** Actions that know no resource: there is nothing outside of them. */
const OF_ALL = ["iam:GetAccountSummary", "iam:ListUsers"];

/**
 * What lies just outside of something that a Lambda does, and what it must therefore not be let do: the same with
 * somebody else's thing, in another partition, without the boundary, as another sender.
 */
export function outsideOf(lambda: string, asked: Asked): Asked[] {
  const { action, resource } = asked;
  const [service = "", call = ""] = action.split(":");
  const on = (other: string) => ({ ...asked, resource: other });
  const given = (key: string, value?: string) => {
    const context = new Map(asked.context);
    context.delete(key.toLowerCase());
    return { ...asked, context: new Map([...context, ...contextOf({ [key]: value })]) };
  };
  switch (service) {
    case "dynamodb": {
      const partitions = WRITES.includes(call) ? (PARTITIONS[lambda]?.[call] ?? [JOURNAL]) : [];
      return [
        ...partitions.map((partition) => given("dynamodb:LeadingKeys", partition)),
        on(resource.replace(/table\/[^/]+/, "table/others")),
        on(`${resource}/index/others`),
      ];
    }
    case "iam":
      return ofUsers(call, asked, on, given);
    case "s3":
      return [on(resource.replace(/:::[^/]+/, ":::others")), on(`${resource}object`)];
    case "events":
      return [
        on(resource.replace(/event-bus\/.*/, "event-bus/default")),
        ...(resource.endsWith("-internal") ? [given("events:detail-type", "KeyRotated")] : []),
      ];
    case "secretsmanager":
      return [on(resource.replace("secret:keyturn/", "secret:others/"))];
    case "ses":
      return [given("ses:FromAddress", "mallory@example.com"), given("ses:FromAddress")];
    default:
      return [];
  }
}

function ofUsers(
  call: string,
  asked: Asked,
  on: (other: string) => Asked,
  given: (key: string, value?: string) => Asked,
): Asked[] {
  if (OF_ALL.includes(asked.action)) return [];
  const elsewhere = on(asked.resource.replace(/user\/.*\//, "user/elsewhere/"));
  const bounded = ["CreateUser", "PutUserPolicy"].includes(call)
    ? [
        given("iam:PermissionsBoundary"),
        given("iam:PermissionsBoundary", "arn:aws:iam::aws:policy/PowerUserAccess"),
      ]
    : [];
  return [
    // Only keys are listed of anybody, so that it is known who is gone.
    ...(call === "ListAccessKeys" && asked.resource.includes("user/") ? [] : [elsewhere]),
    ...bounded,
    ...(call === "TagUser" ? [given("aws:TagKeys", "admin")] : []),
  ];
}

/** A thing of the service that is none of Keyturn's, and the same of another account. */
export function elsewhere(action: string, { region, account, mailSender: [sender] }: PolicyNames): Asked[] {
  if (OF_ALL.includes(action)) return [];
  const [service = ""] = action.split(":");
  const place = service === "iam" ? "" : region;
  const context = contextOf({ "ses:FromAddress": sender });
  if (service === "s3") return [{ action, resource: "arn:aws:s3:::others/folder/", context }];
  return [
    { action, resource: `arn:aws:${service}:${place}:${account}:others/others`, context },
    { action, resource: `arn:aws:${service}:${place}:${STRANGER}:user/keyturn/x`, context },
  ];
}
