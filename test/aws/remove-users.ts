import {
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUserPoliciesCommand,
  paginateListPolicies,
  paginateListUsers,
} from "@aws-sdk/client-iam";
import type { Kind } from "./remove-resources.ts";
import { USER_PATH_PREFIX } from "./run-name.ts";

export const users: Kind = {
  kind: "user",
  async *found(region) {
    const client = new IAMClient({ region });
    for await (const { Users = [] } of paginateListUsers({ client }, { PathPrefix: USER_PATH_PREFIX })) {
      for (const { Path: name = "", UserName = "" } of Users)
        yield { name, remove: () => removeUser(client, UserName) };
    }
  },
};

async function removeUser(client: IAMClient, UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata)
    await client.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  const { PolicyNames = [] } = await client.send(new ListUserPoliciesCommand({ UserName }));
  for (const PolicyName of PolicyNames)
    await client.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
  await client.send(new DeleteUserCommand({ UserName }));
}

export const boundaries: Kind = {
  kind: "policy",
  async *found(region) {
    const client = new IAMClient({ region });
    const pages = paginateListPolicies({ client }, { Scope: "Local", PathPrefix: USER_PATH_PREFIX });
    for await (const { Policies = [] } of pages) {
      for (const { Path: name = "", Arn: PolicyArn = "" } of Policies)
        yield { name, remove: () => client.send(new DeletePolicyCommand({ PolicyArn })) };
    }
  },
};
