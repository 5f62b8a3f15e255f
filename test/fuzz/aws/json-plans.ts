import { randomUUID } from "node:crypto";
import { CANARY } from "../hostile.ts";
import { jsonCall, type MakePlan, type Plan } from "./plan.ts";

const events = (Entries: object[]): Plan => jsonCall("events", "AWSEvents.PutEvents", { Entries });
const secrets = (action: string, json: object): Plan =>
  jsonCall("secretsmanager", `secretsmanager.${action}`, json);
/** A secret of a customer's: nobody but GetSecretValue may tell it. */
const value = (n: number) =>
  JSON.stringify({ accessKeyId: "AKIA0000000000000000", secretAccessKey: `${CANARY}${n}` });

export const eventsPlans: Record<string, MakePlan> = {
  PutEvents: (_, random) =>
    events(
      Array.from({ length: random.between(1, 10) }, (_, n) => ({
        ...{ Source: "fuzz", DetailType: `Happened${n}`, Detail: JSON.stringify({ n, text: "\u00fc" }) },
        ...(random.chance(0.3) && {
          EventBusName: random.pick(["default", "keyturn", "none"]),
          Time: random.between(0, 2_000_000_000),
        }),
        ...(random.chance(0.2) && { Resources: ["arn:aws:s3:::x"] }),
      })),
    ),
};

export const secretsPlans: Record<string, MakePlan> = {
  CreateSecret: (_, random) =>
    secrets("CreateSecret", {
      Name: `fuzz/${random.between(0, 900)}`,
      ClientRequestToken: randomUUID(),
      SecretString: value(1),
    }),
  PutSecretValue: (aws, random) =>
    secrets("PutSecretValue", {
      ...{
        SecretId: aws.secret(random),
        ClientRequestToken: randomUUID(),
        SecretString: value(random.between(0, 99)),
      },
      ...(random.chance(0.5) && { VersionStages: [random.pick(["AWSPENDING", "AWSCURRENT"])] }),
    }),
  GetSecretValue: (aws, random) => secrets("GetSecretValue", { SecretId: aws.secret(random) }),
  DescribeSecret: (aws, random) => secrets("DescribeSecret", { SecretId: aws.secret(random) }),
  UpdateSecretVersionStage: (aws, random) => {
    const SecretId = aws.secret(random);
    const [from, to] = aws.secrets.get(SecretId) ?? [];
    return secrets("UpdateSecretVersionStage", {
      SecretId,
      VersionStage: "mine",
      MoveToVersionId: to ?? from,
    });
  },
  DeleteSecret: (aws, random) =>
    secrets("DeleteSecret", { SecretId: aws.secret(random), ForceDeleteWithoutRecovery: true }),
};

export const sesPlans: Record<string, MakePlan> = {
  SendEmail: (_, random) => ({
    ...{ service: "ses", method: "POST", path: "/v2/email/outbound-emails", body: "" },
    headers: { "content-type": "application/json" },
    json: {
      FromEmailAddress: random.pick(["keys@keyturn.example", '"Keyturn" <keys@keyturn.example>']),
      Destination: { ToAddresses: ["a@example.com", "b@example.com"] },
      Content: {
        Simple: {
          Subject: { Data: "Keys" },
          Body: { Text: { Data: "Text" }, Html: { Data: "<p>Text</p>" } },
        },
      },
    },
  }),
};

export const dynamoPlans: Record<string, MakePlan> = {
  GetItem: () =>
    jsonCall("dynamodb", "DynamoDB_20120810.GetItem", {
      TableName: "keyturn",
      Key: { pk: { S: "FUZZ" }, sk: { S: "1" } },
    }),
  Query: () =>
    jsonCall("dynamodb", "DynamoDB_20120810.Query", {
      ...{ TableName: "keyturn", KeyConditionExpression: "#pk = :pk", Limit: 5 },
      ...{ ExpressionAttributeNames: { "#pk": "pk" }, ExpressionAttributeValues: { ":pk": { S: "FUZZ" } } },
    }),
  BatchGetItem: () =>
    jsonCall("dynamodb", "DynamoDB_20120810.BatchGetItem", {
      RequestItems: { keyturn: { Keys: [{ pk: { S: "FUZZ" }, sk: { S: "1" } }] } },
    }),
};
