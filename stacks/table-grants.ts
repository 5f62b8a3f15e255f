import { type Grant, named } from "./lambda.ts";

/**
 * Partitions of the journal, which have a second part; those of the records have none
 * (functions/adapters/item-keys.ts).
 */
const JOURNAL = "ORG#*#*";

/** Partitions of what dependents are told: whoever mails what others have named writes nothing else. */
export const NOTICES = "NOTICES#*";

/** In these partitions alone. */
export function within(partitions: string, grant: Grant): Grant {
  const inside = { test: "ForAllValues:StringLike", variable: "dynamodb:LeadingKeys", values: [partitions] };
  return { ...grant, conditions: [inside] };
}

/** The relay alone writes history, and not even the relay rewrites it. */
export function keepJournal(table: sst.aws.Dynamo): Grant[] {
  return [
    within(JOURNAL, { actions: ["dynamodb:PutItem"], resources: [table.arn] }),
    never(table, "UpdateItem", "DeleteItem"),
  ];
}

/** Not in the journal, whatever else is granted. */
export function never(table: sst.aws.Dynamo, ...calls: string[]): Grant {
  const inJournal = { test: "ForAnyValue:StringLike", variable: "dynamodb:LeadingKeys", values: [JOURNAL] };
  return {
    effect: "deny",
    actions: named("dynamodb", calls),
    resources: [table.arn],
    conditions: [inJournal],
  };
}

/** What Lambda needs to bring a function the table's changes. */
export function readStream(table: sst.aws.Dynamo): Grant {
  const calls = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
  return {
    actions: named("dynamodb", calls),
    resources: [table.nodes.table.apply((made) => made.streamArn)],
  };
}
