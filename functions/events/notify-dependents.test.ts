import type { EventBridgeEvent } from "aws-lambda";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../core/clock.ts";
import type { KeyturnEvent } from "../../core/journal/event.ts";
import { relayShard } from "../../core/journal/relay-shard.ts";
import { type ConcerningEvent, concerning } from "../../core/notice/concerning.ts";
import { addressHashOf } from "../../core/notice/mails.ts";
import type { Pipeline } from "../../core/pipeline/pipeline.ts";
import { SHARDS } from "../../core/record/shards.ts";
import { aMail, anEventOf, aPipeline, NEW_KEY, OLD_KEY } from "../../core/testing/sample-notices.ts";
import { anOrg, aService } from "../../core/testing/sample-records.ts";
import { cloudPorts } from "../../test/support/cloud-ports.ts";
import { putPipelines, putPolicy } from "../../test/support/dependents.ts";
import { HurriedClock } from "../../test/support/hurried-clock.ts";
import { runLambdasIn } from "../../test/support/run-lambdas-in.ts";
import { openTestCloud } from "../../test/support/test-cloud.ts";

const hurried = new HurriedClock();
const cloud = await openTestCloud({ clock: hurried });
const asLambda = await runLambdasIn(cloud, hurried);
const handler = asLambda("notifyDependents", (await import("./notify-dependents.ts")).handler);
const sweepShard = asLambda("sweepShard", (await import("../schedule/sweep-shard.ts")).handler);
const ports = cloudPorts(cloud);
afterAll(() => cloud.close());
beforeEach(() => {
  hurried.stepMs = 0;
});

type Woken = EventBridgeEvent<string, unknown>;
const FAR = "2999-01-01T00:00:00.000Z";
const wokenBy = ({ type, metadata, data }: KeyturnEvent) =>
  ({ "detail-type": type, detail: { metadata, data } }) as unknown as Woken;

/** An event about a key of a service with these dependents, in an org of its own. */
async function withDependents(
  pipelines: (org: string) => Pipeline[],
  type: ConcerningEvent["type"] = "KeyRotated",
) {
  const org = anOrg();
  const service = aService(org);
  await ports.services.insert(service);
  await putPipelines(ports, service, pipelines(org));
  const event = anEventOf(type, { metadata: { org }, data: { serviceId: service.serviceId } });
  return { org, service, event };
}

/** What the relay delivers of the org's notices. */
async function delivered(org: string) {
  for (let shard = 0; shard < SHARDS; shard++) await relayShard(ports, shard, FAR);
  return cloud.events().filter((one) => one.metadata.org === org && one.type === "DependentPipelineNotice");
}

const mailsTo = (address: string) => cloud.mail().filter(({ to }) => to === address);
const nightly = (org: string) => [aPipeline(org, "nightly", { contacts: [`ada@${org}.example`] })];

describe("the function that tells dependents", () => {
  test("gives notice to a pipeline and mails its contact and the policy's, from the configured sender", async () => {
    const { org, event } = await withDependents(nightly);
    await putPolicy(ports, org, [`ops@${org}.example`, `ADA@${org}.example`]);
    await handler(wokenBy(event));
    await handler(wokenBy(event));
    const [notice, ...others] = await delivered(org);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      metadata: { causationId: event.metadata.eventId, sequence: 1, by: "Keyturn" },
      data: { pipelineId: "nightly", accessKeyId: NEW_KEY, previousAccessKeyId: OLD_KEY, oldKeyInUse: false },
    });
    expect(mailsTo(`ops@${org}.example`)).toMatchObject([
      { from: "keys@keyturn.example", subject: expect.stringContaining("“Sales data”") },
    ]);
    expect(mailsTo(`ADA@${org}.example`)).toHaveLength(1);
    expect(mailsTo(`ada@${org}.example`)).toEqual([]);
  });

  test("gives no notice in the history", async () => {
    const { org, event } = await withDependents(nightly);
    await handler(wokenBy(event));
    expect(await delivered(org)).toHaveLength(1);
    expect(await ports.journal.ofOrg(org, { limit: 9 })).toEqual([]);
  });

  test.each(concerning)("knows what to say of %s", async (type) => {
    const { org, event } = await withDependents(nightly, type);
    await handler(wokenBy(event));
    expect(await delivered(org)).toMatchObject([{ data: { causedBy: type } }]);
    expect(mailsTo(`ada@${org}.example`)).toHaveLength(1);
  });

  test("asks for what it has no time for, and goes on there", async () => {
    const many = (org: string) =>
      Array.from({ length: 30 }, (_, n) => aPipeline(org, `p${n}`, { contacts: [`p${n}@${org}.example`] }));
    const { org, event } = await withDependents(many);
    hurried.stepMs = 100;
    await handler(wokenBy(event));
    let passes = 1;
    for (let done = 0; ; passes++) {
      const asked = cloud.requests().filter(({ detail }) => JSON.stringify(detail).includes(org));
      const next = asked[done++];
      if (!next) break;
      expect(next["detail-type"]).toBe("NotifyDependents");
      await handler(next as unknown as Woken);
    }
    expect(passes).toBeGreaterThan(2);
    expect(await delivered(org)).toHaveLength(30);
    const mailed = cloud.mail().filter(({ to }) => to.endsWith(`@${org}.example`));
    expect(mailed).toHaveLength(30);
    expect(new Set(mailed.map(({ to }) => to)).size).toBe(30);
  });

  test("puts off a mail that somebody else is at, and the sweep asks for it", async () => {
    const { org, event } = await withDependents(nightly);
    const { eventId } = event.metadata;
    const contact = `ada@${org}.example`;
    const claim = { addressHash: addressHashOf(contact), claimedAt: hurried.now() };
    await ports.mails.insert({ ...aMail(org, eventId), ...claim });
    await handler(wokenBy(event));
    await handler(wokenBy(event));
    expect(mailsTo(contact)).toEqual([]);
    expect(await ports.leftovers.find({ org, eventId })).toMatchObject({ version: 2 });
    hurried.advance(7 * MINUTE_MS);
    for (let shard = 0; shard < SHARDS; shard++) await sweepShard({ detail: { shard } } as never);
    const asked = cloud.requests().filter(({ detail }) => JSON.stringify(detail).includes(org));
    expect(asked.map((one) => one["detail-type"])).toEqual(["NotifyDependents"]);
    expect(await ports.leftovers.find({ org, eventId })).toBeUndefined();
    await handler(asked[0] as unknown as Woken);
    expect(mailsTo(contact)).toHaveLength(1);
    expect(await ports.leftovers.find({ org, eventId })).toBeUndefined();
  });

  test("tells a thousand dependents with as many contacts, each once", async () => {
    const many = (org: string) =>
      Array.from({ length: 1_000 }, (_, n) =>
        aPipeline(org, `p${n}`, { contacts: [`p${n}@${org}.example`] }),
      );
    const { org, event } = await withDependents(many);
    await handler(wokenBy(event));
    const notices = await delivered(org);
    expect(notices).toHaveLength(1_000);
    expect(new Set(notices.map(({ metadata }) => metadata.eventId)).size).toBe(1_000);
    const mailed = cloud.mail().filter(({ to }) => to.endsWith(`@${org}.example`));
    expect(mailed).toHaveLength(1_000);
    expect(new Set(mailed.map(({ to }) => to)).size).toBe(1_000);
  }, 300_000);

  test.each([
    ["another type of event", wokenBy({ ...anEventOf("KeyCreated"), type: "KeyRecovered" } as never)],
    ["an event that is none", { "detail-type": "KeyRotated", detail: {} } as unknown as Woken],
    [
      "a rest of nothing",
      { "detail-type": "NotifyDependents", detail: { mailsAfter: "" } } as unknown as Woken,
    ],
    [
      "a rest of another event",
      {
        "detail-type": "NotifyDependents",
        detail: { event: anEventOf("KeyCreated"), org: "acme" },
      } as unknown as Woken,
    ],
  ])("refuses %s", async (_, woken) => {
    await expect(handler(woken)).rejects.toThrow();
  });
});
