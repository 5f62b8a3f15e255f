import { bodyTextOf } from "../support/aws-requests.ts";
import type { Recorded } from "./recorder.ts";

/** What a call asks of IAM: the action, on which resource, and what its conditions can see. */
export interface Access {
  lambda: string;
  action: string;
  resource: string;
  context: Record<string, string | undefined>;
}

/** What the deployed names are, in place of the test cloud's. */
export interface DeployedNames {
  tableArn: string;
  busArn: string;
  internalBusArn: string;
  bucketArn: string;
  boundaryArn: string;
  mailIdentityArn: string;
  /** As far as the name. */
  secretArn: string;
  accountId: string;
}

interface DynamoCall {
  IndexName?: string;
  Key?: { pk: { S: string } };
  Item?: { pk: { S: string } };
}

/** A call as the deployed Lambda would make it. */
export function accessesOf({ lambda, call }: Recorded, names: DeployedNames): Access[] {
  const access = (action: string, resource: string, context = {}): Access => ({
    lambda,
    action,
    resource,
    context,
  });
  const { service, operation, request } = call;
  switch (service) {
    case "dynamodb": {
      const { IndexName, Key, Item } = JSON.parse(bodyTextOf(request)) as DynamoCall;
      const resource = IndexName ? `${names.tableArn}/index/${IndexName}` : names.tableArn;
      const partition = (Key ?? Item)?.pk.S;
      return [access(`dynamodb:${operation}`, resource, { "dynamodb:LeadingKeys": partition })];
    }
    case "events": {
      const { Entries } = JSON.parse(bodyTextOf(request)) as {
        Entries: { EventBusName: string; DetailType: string }[];
      };
      return Entries.map(({ EventBusName, DetailType }) =>
        access("events:PutEvents", EventBusName.endsWith("-internal") ? names.internalBusArn : names.busArn, {
          "events:detail-type": DetailType,
        }),
      );
    }
    case "ses": {
      const { FromEmailAddress } = JSON.parse(bodyTextOf(request)) as { FromEmailAddress: string };
      const identity = `${names.mailIdentityArn}${FromEmailAddress}`;
      return [access("ses:SendEmail", identity, { "ses:FromAddress": FromEmailAddress })];
    }
    case "s3": {
      const key = decodeURIComponent(request.path).split("/").slice(2).join("/");
      return [access(`s3:${operation}`, `${names.bucketArn}/${key}`)];
    }
    case "secretsmanager": {
      const { SecretId, Name } = JSON.parse(bodyTextOf(request)) as { SecretId?: string; Name?: string };
      const resource = `${names.secretArn}${SecretId ?? Name}-AbCdEf`;
      return [access(`secretsmanager:${operation}`, resource)];
    }
    case "pairs":
      return []; // with the rights of the customer
    case "iam":
      return iamAccesses(operation, new URLSearchParams(bodyTextOf(request)), names).map((one) => ({
        lambda,
        ...one,
      }));
  }
}

/**
 * Users are named without their path; the deployed ones lie under an org's, adopted ones (s3-…) where their portal made
 * them. A policy is only written inside the boundary.
 */
function iamAccesses(
  operation: string,
  params: URLSearchParams,
  { accountId, boundaryArn }: DeployedNames,
): Omit<Access, "lambda">[] {
  if (operation === "GetAccountSummary" || operation === "ListUsers")
    return [{ action: `iam:${operation}`, resource: "*", context: {} }];
  const adopted = params.get("UserName")?.startsWith("s3-") && "/portal/s3/";
  const path = params.get("Path") ?? (adopted || "/keyturn/acme-1/");
  const resource = `arn:aws:iam::${accountId}:user${path}${params.get("UserName") ?? "kt-somebody"}`;
  const makes = operation === "CreateUser";
  const isBounded = makes ? params.has("PermissionsBoundary") : operation === "PutUserPolicy";
  const context: Record<string, string> = isBounded ? { "iam:PermissionsBoundary": boundaryArn } : {};
  const tagKeys = [...params].filter(([name]) => makes && /^Tags\.member\.\d+\.Key$/.test(name));
  const tags = tagKeys.map(([, key]) => ({
    action: "iam:TagUser",
    resource,
    context: { "aws:TagKeys": key },
  }));
  return [{ action: `iam:${operation}`, resource, context }, ...tags];
}
