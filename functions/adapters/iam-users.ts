import {
  type AccessKeyMetadata,
  type IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  ListUserTagsCommand,
} from "@aws-sdk/client-iam";
import { instant } from "../../core/clock.ts";
import { iamPathOf, KEYTURN_PATH } from "../../core/connection/provisioning.ts";
import { failureOf } from "../../core/errors.ts";
import type { IamUser } from "../../core/key/access-keys.ts";
import type { StatedKey, Users } from "../../core/operator/users.ts";
import { orgIdOf } from "../../core/org/org.ts";
import { awsCall } from "./aws-failure.ts";
import type { Cells } from "./cells.ts";

const PAGE = 500;
/** An operator can wait for a client that slows down when IAM says so. */
const GIVE_UP_AFTER_MS = 60_000;

/** Over a client that retries: nothing here changes anything. */
export function iamUsers(cells: Cells): Users {
  return {
    async page(cellId, org, after) {
      const PathPrefix = org === undefined ? KEYTURN_PATH : iamPathOf(orgIdOf(org));
      const command = new ListUsersCommand({ PathPrefix, MaxItems: PAGE, ...(after && { Marker: after }) });
      const { Users: users = [], Marker } = await patiently("ListUsers", (options) =>
        cells.for(cellId).iam.send(command, options),
      );
      return {
        userNames: users.flatMap(({ UserName }) => (UserName === undefined ? [] : [UserName])),
        ...(Marker && { next: Marker }),
      };
    },
    async tagsOf({ cellId, userName }) {
      const command = new ListUserTagsCommand({ UserName: userName });
      const { Tags = [] } = await patiently("ListUserTags", (options) =>
        cells.for(cellId).iam.send(command, options),
      );
      const value = (name: string) => Tags.find(({ Key }) => Key === name)?.Value;
      const [org, connectionId] = [value("keyturn:org"), value("keyturn:connection")];
      return { ...(org && { org }), ...(connectionId && { connectionId }) };
    },
    async keysOf(user) {
      try {
        return await allKeys(cells.for(user.cellId).iam, user);
      } catch (error) {
        if (failureOf(error) !== "missing") throw error;
        return undefined;
      }
    },
  };
}

async function allKeys(iam: IAMClient, { userName }: IamUser): Promise<StatedKey[]> {
  const { AccessKeyMetadata = [] } = await patiently("ListAccessKeys", (options) =>
    iam.send(new ListAccessKeysCommand({ UserName: userName }), options),
  );
  return AccessKeyMetadata.map(statedKey);
}

function statedKey({ AccessKeyId, CreateDate, Status }: AccessKeyMetadata): StatedKey {
  if (!AccessKeyId || !CreateDate) throw new Error("a listed key without id or date");
  return {
    accessKeyId: AccessKeyId,
    createdAt: instant(CreateDate.getTime()),
    active: Status === "Active",
  };
}

function patiently<Result>(
  call: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<Result>,
): Promise<Result> {
  return awsCall(call, () => send({ abortSignal: AbortSignal.timeout(GIVE_UP_AFTER_MS) }));
}
