import {
  type AccessKeyLastUsed,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  type IAMClient,
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
import { isGone, missingIfGone } from "./iam-gone.ts";

const THROTTLED_PAUSES_MS = [300, 800, 1_500];

/**
 * IAM's access keys over clients that send each request once (`maxAttempts: 1`): what an error means must be
 * known for every attempt. Here only an explicit throttling answer is sent again, in the time there is.
 */
export function iamAccessKeys(cells: Cells, clock: Clock): AccessKeys {
  /** `accessKeyId` where only the key is named in the call. */
  const send = <Result>(
    call: string,
    {
      user: { cellId, userName },
      until,
      accessKeyId,
    }: { user: IamUser; until: Instant; accessKeyId?: string },
    attempt: (iam: IAMClient, options: { abortSignal: AbortSignal }) => Promise<Result>,
  ) => {
    const { iam } = cells.for(cellId);
    const named = { userName, ...(accessKeyId !== undefined && { accessKeyId }) };
    return missingIfGone(
      () => sendInTime(clock, call, until, (abortSignal) => attempt(iam, { abortSignal })),
      () => isGone(iam, named, AbortSignal.timeout(Math.max(0, msBetween(clock.now(), until)))),
    );
  };
  const setStatus = (user: IamUser, AccessKeyId: string, Status: StatusType, until: Instant) =>
    send("UpdateAccessKey", { user, until }, async (iam, options) => {
      await iam.send(new UpdateAccessKeyCommand({ UserName: user.userName, AccessKeyId, Status }), options);
    });
  return {
    create: (user, until) =>
      send("CreateAccessKey", { user, until }, async (iam, options) => {
        const { AccessKey } = await iam.send(
          new CreateAccessKeyCommand({ UserName: user.userName }),
          options,
        );
        return issuedKey(AccessKey, clock);
      }),
    activate: (user, accessKeyId, until) => setStatus(user, accessKeyId, "Active", until),
    deactivate: (user, accessKeyId, until) => setStatus(user, accessKeyId, "Inactive", until),
    delete: (user, accessKeyId, until) =>
      send("DeleteAccessKey", { user, until }, async (iam, options) => {
        const command = new DeleteAccessKeyCommand({ UserName: user.userName, AccessKeyId: accessKeyId });
        await iam.send(command, options);
      }),
    list: (user, until) =>
      send("ListAccessKeys", { user, until }, async (iam, options) => {
        const command = new ListAccessKeysCommand({ UserName: user.userName });
        const { AccessKeyMetadata = [] } = await iam.send(command, options);
        return AccessKeyMetadata.map(listedKey);
      }),
    lastUse: (user, accessKeyId, until) =>
      send("GetAccessKeyLastUsed", { user, until, accessKeyId }, async (iam, options) => {
        const command = new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId });
        const { AccessKeyLastUsed } = await iam.send(command, options);
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
