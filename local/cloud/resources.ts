import { bucketSetting } from "../../functions/env.ts";
import type { PolicyNames } from "./lambda-policies.ts";

/** What a deployment would call its resources, on the laptop and in an emulator. */
export const tableName = "keyturn";
export const busName = "keyturn";
export const internalBusName = "keyturn-internal";

export function bucketOf(region: string, accountId: string): string {
  return `keyturn-${accountId}-${region}`;
}

export function boundaryArnOf(accountId: string): string {
  return `arn:aws:iam::${accountId}:policy/keyturn/keyturn-user-boundary`;
}

/** The deployed names of these, for the Lambdas' policies. */
export function policyNames(
  regions: string[],
  account: string,
  { mailSender, adoptedUserPaths }: { mailSender: string; adoptedUserPaths: string[] },
): PolicyNames {
  const [region = ""] = regions;
  return {
    ...{ account, region, app: tableName, stream: "none" },
    bucket: regions.map((one) => bucketOf(one, account)),
    adoptedPath: adoptedUserPaths,
    mailSender: [mailSender],
  };
}

/** The environment a Lambda of this cloud runs in. */
export function lambdaEnvironment(regions: string[], accountId: string): Record<string, string> {
  return {
    KEYTURN_TABLE: tableName,
    KEYTURN_BUS: busName,
    KEYTURN_INTERNAL_BUS: internalBusName,
    KEYTURN_BUCKETS: bucketSetting(
      regions.map((region) => ({ region, bucket: bucketOf(region, accountId) })),
    ),
    KEYTURN_ACCOUNT_ID: accountId,
    KEYTURN_BOUNDARY_ARN: boundaryArnOf(accountId),
    AWS_REGION: regions[0] ?? "us-east-1",
  };
}
