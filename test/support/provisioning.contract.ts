import { CreateUserCommand, GetUserCommand, ListUserPoliciesCommand } from "@aws-sdk/client-iam";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";
import type { Instant } from "../../core/clock.ts";
import type { Connection } from "../../core/connection/connection.ts";
import { type Deprovisioning, iamPathOf, type Provisioning } from "../../core/connection/provisioning.ts";
import type { AccessKeys } from "../../core/key/access-keys.ts";
import { orgIdOf } from "../../core/org/org.ts";
import { aConnection, anOrg } from "../../core/testing/sample-records.ts";
import { bucketClients, type Reach, usersClient } from "../../functions/clients.ts";

interface Opened {
  provisioning: Provisioning;
  deprovisioning: Deprovisioning;
  accessKeys: AccessKeys;
  /** Some seconds from now, by the clock the adapters go by. */
  until(): Instant;
  /** Where IAM and S3 are, for whoever looks at what was made. */
  reach: Reach;
  bucket: string;
  boundaryArn: string;
}

/** What the adapters that make and end users have to do, in whichever IAM they are. */
export function describeProvisioning(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    const sample = async (): Promise<Connection> => aConnection(anOrg(), { bucket: (await open()).bucket });
    const userOf = async ({ userName }: Connection) =>
      (await usersClient((await open()).reach).send(new GetUserCommand({ UserName: userName }))).User;

    async function provision(connection: Connection): Promise<void> {
      const { provisioning } = await open();
      await provisioning.createUser(connection);
      await provisioning.putUserPolicy(connection);
      await provisioning.putFolderMarker(connection);
    }

    test("makes the user under the org's path and inside the boundary, with its policy and folder", async () => {
      const { boundaryArn, reach } = await open();
      const connection = await sample();
      await provision(connection);
      const user = await userOf(connection);
      expect(user?.Path).toBe(iamPathOf(orgIdOf(connection.org)));
      expect(user?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(boundaryArn);
      const { bucket: Bucket, folder: Prefix, userName: UserName } = connection;
      const { PolicyNames } = await usersClient(reach).send(new ListUserPoliciesCommand({ UserName }));
      expect(PolicyNames).toEqual(["keyturn-folder"]);
      const s3 = bucketClients(reach)("us-east-1");
      const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      expect(Contents).toMatchObject([{ Key: Prefix, Size: 0 }]);
    });

    test("can do everything twice", async () => {
      const { deprovisioning } = await open();
      const connection = await sample();
      await provision(connection);
      const first = await userOf(connection);
      await provision(connection);
      expect((await userOf(connection))?.UserId).toBe(first?.UserId);
      await deprovisioning.deleteUser(connection);
      await deprovisioning.deleteUser(connection);
      await expect(userOf(connection)).rejects.toMatchObject({ name: "NoSuchEntityException" });
    });

    test.each([
      [
        "of another org",
        (one: Connection, boundary: string) => ({
          Path: iamPathOf(`${one.org}x`),
          PermissionsBoundary: boundary,
        }),
      ],
      ["outside Keyturn's path", (_: Connection, boundary: string) => ({ PermissionsBoundary: boundary })],
      ["without the boundary", (one: Connection) => ({ Path: iamPathOf(orgIdOf(one.org)) })],
    ])("refuses a user of the same name %s", async (_, input) => {
      const { provisioning, boundaryArn, reach } = await open();
      const connection = await sample();
      const taken = { UserName: connection.userName, ...input(connection, boundaryArn) };
      await usersClient(reach).send(new CreateUserCommand(taken));
      await expect(provisioning.createUser(connection)).rejects.toMatchObject({
        failure: "denied",
        awsErrorName: "ForeignUser",
      });
    });

    test("does not delete a user that still has a key", async () => {
      const { accessKeys, deprovisioning, until } = await open();
      const connection = await sample();
      await provision(connection);
      await accessKeys.create(connection, until());
      await expect(deprovisioning.deleteUser(connection)).rejects.toMatchObject({ failure: "denied" });
      expect((await userOf(connection))?.UserName).toBe(connection.userName);
    });

    test("counts the account's users", async () => {
      const { provisioning } = await open();
      const before = await provisioning.countUsers("main");
      await provision(await sample());
      expect(await provisioning.countUsers("main")).toBe(before + 1);
    });

    test("serves no cell but its own", async () => {
      const { provisioning } = await open();
      const connection = { ...(await sample()), cellId: "another" };
      await expect(provisioning.createUser(connection)).rejects.toThrow();
    });
  });
}
