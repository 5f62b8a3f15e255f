import { CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import type { Connection } from "../../core/connection/connection.ts";
import { iamPathOf } from "../../core/connection/provisioning.ts";
import { userPolicy } from "../../core/connection/user-policy.ts";
import { orgIdOf } from "../../core/org/org.ts";
import { USER_POLICY_NAME } from "../../functions/adapters/iam-call.ts";
import { env } from "../../functions/env.ts";
import { keyHolder } from "./key-holder.ts";
import { lagUntil, measured } from "./lag.ts";
import { accessKeys, aTestConnection, onceThere, provisioned, provisioning, until } from "./test-users.ts";

const iam = new IAMClient({});

/** A user with one of the two refusals taken away, so that the other has to do alone. */
async function userWith(what: {
  policy: "whole" | "without refusal";
  boundary: boolean;
}): Promise<Connection> {
  const connection = aTestConnection();
  const { userName: UserName, bucket, folder } = connection;
  const Path = iamPathOf(orgIdOf(connection.org));
  const PermissionsBoundary = what.boundary ? env().boundaryArn : undefined;
  await iam.send(
    new CreateUserCommand({ UserName, Path, ...(PermissionsBoundary && { PermissionsBoundary }) }),
  );
  const whole = userPolicy(bucket, folder) as { Statement: { Effect: string }[] };
  const Statement = whole.Statement.filter(({ Effect }) => what.policy === "whole" || Effect !== "Deny");
  expect(Statement.length).toBe(whole.Statement.length - (what.policy === "whole" ? 0 : 1));
  const PolicyDocument = JSON.stringify({ ...whole, Statement });
  const command = new PutUserPolicyCommand({ UserName, PolicyName: USER_POLICY_NAME, PolicyDocument });
  await onceThere(() => iam.send(command));
  await provisioning.putFolderMarker(connection);
  return connection;
}

/** What S3 says to the key, and then to the session it is traded for. */
async function keyAndSession(connection: Connection, wanted: string) {
  const issued = await onceThere(() => accessKeys.create(connection, until()));
  const holder = keyHolder(connection, issued);
  const { last: key } = await lagUntil("accepted", holder.knock);
  const traded = await holder.traded();
  const lag = await lagUntil(wanted, traded.knock);
  return { key, session: lag.last, object: await traded.get(connection.folder), lag };
}

test.each([
  ["by a user as Keyturn makes it", provisioned],
  ["by the policy alone", () => userWith({ policy: "whole", boundary: false })],
  ["by the boundary alone", () => userWith({ policy: "without refusal", boundary: true })],
] as const)("a session that a key was traded for is refused: %s", async (_, makeUser) => {
  const connection = await makeUser();
  const { lag, ...told } = await keyAndSession(connection, "AccessDenied");
  measured("a session is refused by S3", lag);
  expect(told).toEqual({ key: "accepted", session: "AccessDenied", object: "AccessDenied" });
});

test("without either refusal the session would be let in", async () => {
  const connection = await userWith({ policy: "without refusal", boundary: false });
  const { lag: _, ...told } = await keyAndSession(connection, "accepted");
  expect(told).toEqual({ key: "accepted", session: "accepted", object: "accepted" });
});
