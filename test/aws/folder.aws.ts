import { beforeAll, expect, test } from "vitest";
import { failureOf } from "../../core/errors.ts";
import { type KeyHolder, keyHolder } from "./key-holder.ts";
import { lagUntil } from "./lag.ts";
import { accessKeys, deprovisioning, onceThere, provisioned, provisioning, until } from "./test-users.ts";

const DENIED = "AccessDenied";

let holder: KeyHolder;
let folder: string;
let sibling: string;

beforeAll(async () => {
  const [one, other] = [await provisioned(), await provisioned()];
  folder = one.folder;
  sibling = other.folder;
  const issued = await onceThere(() => accessKeys.create(one, until()));
  holder = keyHolder(one, issued);
  expect((await lagUntil("accepted", holder.knock)).last).toBe("accepted");
});

test("a key lists, writes and reads its own folder", async () => {
  expect(await holder.put(`${folder}report.csv`)).toBe("accepted");
  expect(await holder.get(`${folder}report.csv`)).toBe("accepted");
  expect(await holder.list(folder)).toBe("accepted");
});

test("and no other: neither a sibling, nor one whose name begins alike, nor the bucket as a whole", async () => {
  const alike = `${folder.slice(0, -1)}-2/`;
  const seen = {
    listsAll: await holder.list(),
    listsSiblings: await holder.list(`${folder.split("/")[0]}/`),
    listsSibling: await holder.list(sibling),
    listsByBareName: await holder.list(folder.slice(0, -1)),
    readsSibling: await holder.get(sibling),
    writesSibling: await holder.put(`${sibling}report.csv`),
    writesAlike: await holder.put(`${alike}report.csv`),
    writesBeside: await holder.put("report.csv"),
  };
  expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((attempt) => [attempt, DENIED])));
});

test("HeadBucket, with which some clients probe, is refused", async () => {
  expect(await holder.headBucket()).toBe("403");
});

test("provisioning can be done twice, and a user with a key is not deleted", async () => {
  const connection = await provisioned();
  await onceThere(() => provisioning.createUser(connection));
  await onceThere(() => provisioning.putUserPolicy(connection));
  const { accessKeyId } = await onceThere(() => accessKeys.create(connection, until()));
  const refusal = await deprovisioning.deleteUser(connection).then(() => "deleted", failureOf);
  expect(refusal).toBe("denied");
  await onceThere(() => accessKeys.delete(connection, accessKeyId, until()));
  await expect
    .poll(() => deprovisioning.deleteUser(connection).then(() => "deleted", failureOf))
    .toBe("deleted");
  await deprovisioning.deleteUser(connection);
});
