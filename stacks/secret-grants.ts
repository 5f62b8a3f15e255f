import { type Grant, named } from "./lambda.ts";

/** To take in a customer's pair. It is read nowhere here. */
export const keepPairs = ["CreateSecret", "PutSecretValue", "UpdateSecretVersionStage", "DescribeSecret"];
/** To let one go, and to go on with what another began. */
export const endPairs = ["DeleteSecret", "UpdateSecretVersionStage", "DescribeSecret"];

/** Customers' pairs, and no other secret of the account. */
export function onSecrets(...calls: string[]): Grant {
  const { accountId } = aws.getCallerIdentityOutput();
  const { region } = aws.getRegionOutput();
  return {
    actions: named("secretsmanager", [...new Set(calls)]),
    resources: [$interpolate`arn:aws:secretsmanager:${region}:${accountId}:secret:keyturn/*`],
  };
}
