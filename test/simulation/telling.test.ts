import { expect, test } from "vitest";
import { derivedUuid } from "../../core/ids.ts";
import { anEventOf, aPipeline } from "../../core/testing/sample-notices.ts";
import { aService } from "../../core/testing/sample-records.ts";
import { TellingWorld } from "./telling-world.ts";

/** SES's first quota outside its sandbox. */
const mailsPerSecond = 14;
/** A busy machine takes its time over so many invocations. */
const PATIENCE_MS = 180_000;

/** A data service whose dependents have so many contacts between them, two each, and an event about its key. */
async function eventAbout({ calm }: TellingWorld, org: string, contacts: number) {
  const addresses = Array.from({ length: contacts }, (_, n) => `c${n}@${org}.example`);
  const pipelines = Array.from({ length: Math.ceil(contacts / 2) }, (_, n) =>
    aPipeline(org, `p${n}`, { contacts: addresses.slice(2 * n, 2 * n + 2) }),
  );
  const service = aService(org, { pipelineIds: pipelines.map(({ pipelineId }) => pipelineId) });
  await calm.services.insert(service);
  for (const pipeline of pipelines) await calm.pipelines.insert(pipeline);
  const about = { metadata: { org, eventId: derivedUuid(org) }, data: { serviceId: service.serviceId } };
  return anEventOf("KeyRotated", about);
}

const minutesOf = ({ scheduler }: TellingWorld) => scheduler.elapsedMs / 60_000;
/** Mails that went out more than once. */
const twice = ({ sent }: TellingWorld) => [...sent].filter(([, times]) => times > 1).map(([mail]) => mail);

test(
  "of a thousand events at once, of one contact each, each mail is sent once",
  async () => {
    const world = new TellingWorld({ mailsPerSecond });
    for (let n = 0; n < 1_000; n++) world.deliver(await eventAbout(world, `org${n}`, 1));
    await world.run();
    expect(world.dead).toEqual([]);
    expect(world.sent.size).toBe(1_000);
    expect(twice(world)).toEqual([]);
    expect(world.invocations).toBeLessThan(2_500);
    expect(minutesOf(world)).toBeLessThan(60);
  },
  PATIENCE_MS,
);

test(
  "of an event that is delivered twice at once, two thousand contacts get one mail each",
  async () => {
    const world = new TellingWorld({ mailsPerSecond });
    const event = await eventAbout(world, "acme", 2_000);
    world.deliver(event);
    world.deliver(event);
    await world.run();
    expect(world.dead).toEqual([]);
    expect(world.sent.size).toBe(2_000);
    expect(twice(world)).toEqual([]);
    expect(world.runningMax).toBeLessThanOrEqual(2);
    expect(world.invocations).toBeLessThan(60);
  },
  PATIENCE_MS,
);

test(
  "and while replies of SES are lost, only those mails are sent again",
  async () => {
    const world = new TellingWorld({ mailsPerSecond, lostReplies: 2 });
    const event = await eventAbout(world, "acme", 2_000);
    world.deliver(event);
    world.deliver(event);
    await world.run();
    expect(world.dead).toEqual([]);
    expect(world.sent.size).toBe(2_000);
    expect(twice(world).sort()).toEqual([...world.lost].sort());
    expect(world.runningMax).toBeLessThanOrEqual(2);
    expect(world.invocations).toBeLessThan(60);
  },
  PATIENCE_MS,
);
