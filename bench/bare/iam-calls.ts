import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import type { BareCalls } from "./bare.ts";

const client = new IAMClient({});
const PolicyName = "keyturn-folder";

export const iam: BareCalls = {
  "IAM GetAccountSummary": () => client.send(new GetAccountSummaryCommand({})),
  "IAM GetUser": ({ userName }) => client.send(new GetUserCommand({ UserName: userName })),
  "IAM CreateUser": ({ path, boundaryArn }) =>
    client.send(
      new CreateUserCommand({
        UserName: `bench-${crypto.randomUUID()}`,
        Path: path,
        PermissionsBoundary: boundaryArn,
        Tags: [{ Key: "keyturn:bench", Value: "bare" }],
      }),
    ),
  "IAM PutUserPolicy": ({ userName, policy }) =>
    client.send(new PutUserPolicyCommand({ UserName: userName, PolicyName, PolicyDocument: policy })),
  "IAM DeleteUserPolicy": ({ userName }) =>
    client.send(new DeleteUserPolicyCommand({ UserName: userName, PolicyName })),
  "IAM DeleteUser": ({ userName }) => client.send(new DeleteUserCommand({ UserName: userName })),
  "IAM CreateAccessKey": ({ userName }) => client.send(new CreateAccessKeyCommand({ UserName: userName })),
  "IAM ListAccessKeys": ({ userName }) => client.send(new ListAccessKeysCommand({ UserName: userName })),
  "IAM ListUsers": () => client.send(new ListUsersCommand({ PathPrefix: "/keyturn/", MaxItems: 10 })),
  "IAM GetAccessKeyLastUsed": ({ accessKeyId }) =>
    client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId })),
  "IAM UpdateAccessKey": ({ userName, accessKeyId }) =>
    client.send(
      new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId, Status: "Inactive" }),
    ),
  "IAM DeleteAccessKey": ({ userName, accessKeyId }) =>
    client.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId })),
};
