import { expect, test } from "vitest";
import { keyHolder } from "./key-holder.ts";
import { type Lag, lagUntil, measured } from "./lag.ts";
import { accessKeys, onceThere, provisioned, until } from "./test-users.ts";

const REFUSED = "InvalidAccessKeyId";

function expectSettled(what: string, lag: Lag, wanted: string): void {
  measured(what, lag);
  expect(lag).toMatchObject({ last: wanted, steadyMs: expect.any(Number) });
}

async function newKey() {
  const connection = await provisioned();
  const issued = await onceThere(() => accessKeys.create(connection, until()));
  const holder = keyHolder(connection, issued);
  const accepted = await lagUntil("accepted", holder.knock);
  return { connection, accessKeyId: issued.accessKeyId, holder, accepted };
}

test("a new key works within a minute, of a user as new as itself", async () => {
  const { accepted } = await newKey();
  expectSettled("a new user's first key is accepted by S3", accepted, "accepted");
});

test("so does a successor, while the key before it goes on working", async () => {
  const { connection, holder } = await newKey();
  const issued = await accessKeys.create(connection, until());
  const lag = await lagUntil("accepted", keyHolder(connection, issued).knock);
  expectSettled("a successor is accepted by S3", lag, "accepted");
  expect(await holder.knock()).toBe("accepted");
});

test("a deleted key is refused within a minute, as one that does not exist", async () => {
  const { connection, accessKeyId, holder } = await newKey();
  await onceThere(() => accessKeys.delete(connection, accessKeyId, until()));
  expectSettled("a deleted key is refused by S3", await lagUntil(REFUSED, holder.knock), REFUSED);
});

test("so is a deactivated one", async () => {
  const { connection, accessKeyId, holder } = await newKey();
  await onceThere(() => accessKeys.deactivate(connection, accessKeyId, until()));
  expectSettled("a deactivated key is refused by S3", await lagUntil(REFUSED, holder.knock), REFUSED);
});
