import { afterAll, describe, expect, test } from "vitest";
import { aPipeline } from "../../core/testing/sample-notices.ts";
import { dynamoServices } from "../../functions/adapters/dynamo-records.ts";
import { documentClient } from "../../functions/clients.ts";
import { tableName } from "../../local/cloud/resources.ts";
import { putPipelines, putPolicy } from "../support/dependents.ts";
import { addService, resetKey, startLaptop } from "../support/laptop.ts";

const laptop = await startLaptop();
const token = await laptop.token();
afterAll(() => laptop.close());

const documents = documentClient({}); // startLaptop has set the environment that leads root to the laptop's table
const services = dynamoServices({ client: documents, tableName, now: () => new Date().toISOString() });

/** A data service with a key and two dependents; what its reset makes of them. */
async function afterReset(body: object = {}) {
  const { service, connection } = await addService(laptop, token);
  const { serviceId } = service;
  const ref = { org: "acme", serviceId };
  const first = await resetKey(laptop, token, connection.connectionId);
  await laptop.events(); // what the first key had to tell is told, to nobody yet
  await putPipelines({ documents, services }, ref, [
    aPipeline("acme", "nightly", { name: "Nightly <load>", contacts: ["ada@example.com"] }),
    aPipeline("acme", "weekly", { contacts: ["ada@example.com", "bob@example.com"] }),
  ]);
  await putPolicy({ documents }, "acme", ["ops@example.com"]);
  const before = (await laptop.mail()).length;
  const second = await resetKey(laptop, token, connection.connectionId, body);
  const events = (await laptop.events()).filter(({ detail }) => detail.data.serviceId === serviceId);
  const mails = (await laptop.mail()).slice(before);
  return { first: first.body, second: second.body, connection, events, mails };
}

describe("a reset", () => {
  test("is told to each dependent on the bus, and to each contact by one mail", async () => {
    const { first, second, connection, events, mails } = await afterReset();
    const rotated = events.find((event) => event["detail-type"] === "KeyRotated");
    const notices = events.filter((event) => event["detail-type"] === "DependentPipelineNotice");
    expect(notices.map(({ detail }) => detail.data.pipelineId).sort()).toEqual(["nightly", "weekly"]);
    for (const { detail } of notices) {
      expect(detail.metadata.causationId).toBe(rotated.detail.metadata.eventId);
      expect(detail.data).toMatchObject({
        accessKeyId: second.credentials.accessKeyId,
        previousAccessKeyId: first.credentials.accessKeyId,
        folder: connection.folder,
      });
    }
    expect(mails.map(({ to }) => to).sort()).toEqual([
      "ada@example.com",
      "bob@example.com",
      "ops@example.com",
    ]);
    const [ada] = mails.filter(({ to }) => to === "ada@example.com");
    expect(ada).toMatchObject({
      from: "keys@keyturn.example",
      subject: expect.stringContaining("“Sales data” now"),
    });
    for (const part of [
      "Nightly <load>",
      "Pipeline weekly",
      connection.folder,
      second.credentials.accessKeyId,
    ]) {
      expect(ada.text).toContain(part);
    }
    expect(ada.html).toContain("Nightly &lt;load&gt;");
  });

  test("mails no secret, and puts none into a notice", async () => {
    const { first, second, events, mails } = await afterReset({ reason: "compromised" });
    for (const { credentials } of [first, second]) {
      expect(JSON.stringify([events, mails])).not.toContain(credentials.secretAccessKey);
    }
    expect(mails.length).toBe(3);
  });

  test("has a history without notices", async () => {
    const { connection } = await afterReset();
    const path = `/v1/connections/${connection.connectionId}/history`;
    const { body } = await laptop.call("GET", path, { token });
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual([
      "KeyRotated",
      "KeyCreated",
      "ServiceCreated",
      "ConnectionCreated",
    ]);
  });
});

test("the dependents of a deleted service are told that its key is gone", async () => {
  const { connection } = await afterReset();
  const before = (await laptop.mail()).length;
  const { serviceId } = connection;
  const path = `/v1/services/${serviceId}?confirm=${encodeURIComponent("Sales data")}`;
  expect((await laptop.call("DELETE", path, { token })).status).toBe(204);
  const told = (await laptop.events()).filter(
    ({ detail }) => detail.data.serviceId === serviceId && detail.data.causedBy === "KeyRemoved",
  );
  expect(told.map(({ detail }) => detail.data.pipelineId).sort()).toEqual(["nightly", "weekly"]);
  expect((await laptop.mail()).slice(before).map(({ to }) => to)).toHaveLength(3);
});
