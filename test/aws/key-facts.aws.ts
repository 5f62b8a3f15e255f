import { CreateAccessKeyCommand, GetAccessKeyLastUsedCommand, IAMClient } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { instant, MINUTE_MS, SECOND_MS } from "../../core/clock.ts";
import { newOperation } from "../../core/key/operation.ts";
import { isWithin, windowOf } from "../../core/key/window.ts";
import { keyHolder } from "./key-holder.ts";
import { lagUntil, measured } from "./lag.ts";
import { NOTED_WITHIN_MS } from "./settled-keys.ts";
import { accessKeys, onceThere, provisioned, until } from "./test-users.ts";

const iam = new IAMClient({});
const LAST_USED_GRANULARITY_MS = 15 * MINUTE_MS;

const lastUsed = async (accessKeyId: string) =>
  (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }))).AccessKeyLastUsed;

test("CreateDate has whole seconds and lies in the window in which an abandoned key is looked for", async () => {
  const user = await provisioned();
  const began = Date.now();
  const { createdAt } = await onceThere(() => accessKeys.create(user, until()));
  const ended = Date.now();
  const at = Date.parse(createdAt);
  const [fromCall, fromAnswer] = [at - began, at - ended].map((ms) => `${ms} ms`);
  measured("CreateDate, by this clock", `${fromCall} from the call, ${fromAnswer} from the answer`);
  expect(at % SECOND_MS).toBe(0);
  const operation = newOperation(
    { id: "operation-1", kind: "issue", compromised: false, by: "Ada Admin", correlationId: "request-1" },
    instant(began),
  );
  expect(isWithin([windowOf(operation, instant(ended))], createdAt)).toBe(true);
});

test("the list says the same CreateDate as the creation", async () => {
  const user = await provisioned();
  const issued = await onceThere(() => accessKeys.create(user, until()));
  await expect
    .poll(() => accessKeys.list(user, until()))
    .toEqual([{ accessKeyId: issued.accessKeyId, createdAt: issued.createdAt }]);
});

test("a user has two keys at most: the third is refused as LimitExceeded and changes nothing", async () => {
  const user = await provisioned();
  const UserName = user.userName;
  const create = () => iam.send(new CreateAccessKeyCommand({ UserName }));
  await onceThere(create);
  await onceThere(create);
  await expect(create()).rejects.toMatchObject({ name: "LimitExceededException" });
  await expect.poll(() => accessKeys.list(user, until())).toHaveLength(2);
});

test("a key that was never used has no date of use", async () => {
  const user = await provisioned();
  const { accessKeyId } = await onceThere(() => accessKeys.create(user, until()));
  const used = await onceThere(() => lastUsed(accessKeyId));
  measured("the last use of an unused key", JSON.stringify(used));
  expect(used?.LastUsedDate).toBeUndefined();
});

test("a used one has, when IAM has noted it: not before the use, within the granularity", async ({
  skip,
}) => {
  const user = await provisioned();
  const issued = await onceThere(() => accessKeys.create(user, until()));
  const began = Date.now();
  expect((await lagUntil("accepted", keyHolder(user, issued).knock)).last).toBe("accepted");
  const noted = async () => ((await lastUsed(issued.accessKeyId))?.LastUsedDate ? "noted" : "not yet");
  const lag = await lagUntil("noted", noted, NOTED_WITHIN_MS);
  skip(
    lag.last === "not yet",
    `IAM had noted no use after ${NOTED_WITHIN_MS / MINUTE_MS} minutes, and may later`,
  );
  measured("a use is in GetAccessKeyLastUsed", lag);
  const used = await lastUsed(issued.accessKeyId);
  measured("what it says", JSON.stringify(used));
  const at = used?.LastUsedDate?.getTime() ?? 0;
  expect(at).toBeGreaterThan(began - LAST_USED_GRANULARITY_MS);
  expect(at).toBeLessThanOrEqual(Date.now() + MINUTE_MS);
});
