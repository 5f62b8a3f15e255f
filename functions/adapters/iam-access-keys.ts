import {
  type AccessKeyLastUsed,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  type StatusType,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
import { type Clock, type Instant, instant, msBetween } from "../../core/clock.ts";
import { CallFailed, failureOf } from "../../core/errors.ts";
import type { KeyUse } from "../../core/key/access-key.ts";
import type { AccessKeys, IamUser, IssuedKey, ListedKey } from "../../core/key/access-keys.ts";
import { Secret } from "../../core/secret.ts";
import { awsCall } from "./aws-failure.ts";
import type { Cells } from "./cells.ts";

const THROTTLED_PAUSES_MS = [300, 800, 1_500];

/**
 * IAM's access keys over clients that send each request once (`maxAttempts: 1`): what an error means must be
 * known for every attempt. Here only an explicit throttling answer is sent again, in the time there is.
 */
export function iamAccessKeys(cells: Cells, clock: Clock): AccessKeys {
  const send = <Result>(
    call: string,
    until: Instant,
    attempt: (abortSignal: AbortSignal) => Promise<Result>,
  ) => sendInTime(clock, call, until, attempt);
  const setStatus = (
    { cellId, userName }: IamUser,
    AccessKeyId: string,
    Status: StatusType,
    until: Instant,
  ) =>
    send("UpdateAccessKey", until, async (abortSignal) => {
      const command = new UpdateAccessKeyCommand({ UserName: userName, AccessKeyId, Status });
      await cells.for(cellId).iam.send(command, { abortSignal });
    });
  return {
    create: ({ cellId, userName }, until) =>
      send("CreateAccessKey", until, async (abortSignal) => {
        const command = new CreateAccessKeyCommand({ UserName: userName });
        const { AccessKey } = await cells.for(cellId).iam.send(command, { abortSignal });
        return issuedKey(AccessKey, clock);
      }),
    activate: (user, accessKeyId, until) => setStatus(user, accessKeyId, "Active", until),
    deactivate: (user, accessKeyId, until) => setStatus(user, accessKeyId, "Inactive", until),
    delete: ({ cellId, userName }, accessKeyId, until) =>
      send("DeleteAccessKey", until, async (abortSignal) => {
        const command = new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId });
        await cells.for(cellId).iam.send(command, { abortSignal });
      }),
    list: ({ cellId, userName }, until) =>
      send("ListAccessKeys", until, async (abortSignal) => {
        const command = new ListAccessKeysCommand({ UserName: userName });
        const { AccessKeyMetadata = [] } = await cells.for(cellId).iam.send(command, { abortSignal });
        return AccessKeyMetadata.map(listedKey);
      }),
    lastUse: ({ cellId }, accessKeyId, until) =>
      send("GetAccessKeyLastUsed", until, async (abortSignal) => {
        const command = new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId });
        const { AccessKeyLastUsed } = await cells.for(cellId).iam.send(command, { abortSignal });
        return keyUse(AccessKeyLastUsed);
      }),
  };
}

async function sendInTime<Result>(
  clock: Clock,
  call: string,
  until: Instant,
  attempt: (abortSignal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  for (let resent = 0; ; resent++) {
    const left = msBetween(clock.now(), until);
    if (left <= 0) throw new CallFailed(call, "unknown", "OutOfTime");
    try {
      return await awsCall(call, () => attempt(AbortSignal.timeout(left)));
    } catch (error) {
      const pause = THROTTLED_PAUSES_MS[resent];
      if (failureOf(error) !== "throttled" || pause === undefined || pause >= left) throw error;
      await clock.sleep(pause);
    }
  }
}

interface SdkKey {
  AccessKeyId?: string | undefined;
  SecretAccessKey?: string | undefined;
  CreateDate?: Date | undefined;
  Status?: StatusType | undefined;
}

/** An answer without a key is one whose effect nobody knows. */
function issuedKey(key: SdkKey | undefined, clock: Clock): IssuedKey {
  if (!key?.AccessKeyId || !key.SecretAccessKey) throw new Error("no key in the answer");
  const createdAt = key.CreateDate ? instant(key.CreateDate.getTime()) : clock.now();
  return { accessKeyId: key.AccessKeyId, secretAccessKey: new Secret(key.SecretAccessKey), createdAt };
}

function listedKey(key: SdkKey): ListedKey {
  if (!key.AccessKeyId || !key.CreateDate) throw new Error("a listed key without id or date");
  return {
    accessKeyId: key.AccessKeyId,
    createdAt: instant(key.CreateDate.getTime()),
    active: key.Status === "Active",
  };
}

/** IAM says "N/A" of a key that was never used. */
function keyUse(use: AccessKeyLastUsed | undefined): KeyUse | null {
  if (!use?.LastUsedDate) return null;
  const { LastUsedDate, ServiceName = "", Region = "" } = use;
  return { at: instant(LastUsedDate.getTime()), service: ServiceName, region: Region };
}
