import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addService, type Laptop, resetKey, startLaptop } from "./support/laptop.ts";

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop();
});
afterAll(() => laptop.close());

test("a data service, its key, a file, a reset, a removal, and all of it in the journal and on the bus", async () => {
  const token = await laptop.token("admin");
  const { connection } = await addService(laptop, token);
  const { connectionId, bucket, folder } = connection;

  const issued = await resetKey(laptop, token, connectionId, { expectedAccessKeyId: null });
  expect(issued.status).toBe(201);
  const first = laptop.s3(issued.body.credentials);
  await first.send(new PutObjectCommand({ Bucket: bucket, Key: `${folder}report.csv`, Body: "a,b\n" }));
  const listed = await first.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folder }));
  expect(listed.Contents?.map((object) => object.Key)).toEqual([folder, `${folder}report.csv`]);

  const reset = await resetKey(laptop, token, connectionId, {
    expectedAccessKeyId: issued.body.credentials.accessKeyId,
  });
  expect(reset).toMatchObject({ status: 200, body: { previousKeyStopped: true } });
  const get = new GetObjectCommand({ Bucket: bucket, Key: `${folder}report.csv` });
  await expect(first.send(get)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  const second = laptop.s3(reset.body.credentials);
  const object = await second.send(get);
  expect(await object.Body?.transformToString()).toBe("a,b\n");

  const { accessKeyId } = reset.body.credentials;
  const removed = await laptop.call(
    "DELETE",
    `/v1/connections/${connectionId}/access-key?confirm=${accessKeyId}`,
    {
      token,
    },
  );
  expect(removed).toMatchObject({ status: 200, body: { status: "not_configured", accessKeyId: null } });
  await expect(second.send(get)).rejects.toMatchObject({ name: "InvalidAccessKeyId" });

  const events = await laptop.events();
  const happened = ["ConnectionCreated", "ServiceCreated", "KeyCreated", "KeyRotated", "KeyRemoved"];
  expect(events.map((event) => event["detail-type"]).sort()).toEqual([...happened].sort());
  const history = await laptop.call("GET", `/v1/connections/${connectionId}/history`, { token });
  expect(history.body.items.map((entry: { type: string }) => entry.type)).toEqual([...happened].reverse());
  expect(history.body.items.map((entry: { eventId: string }) => entry.eventId).sort()).toEqual(
    events.map((event) => event.detail.metadata.eventId).sort(),
  );
});
