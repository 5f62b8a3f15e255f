import { describe, expect, test } from "vitest";
import { plus } from "../../clock.ts";
import type { KeyturnEvent } from "../../journal/event.ts";
import type { Outboxes } from "../../journal/outboxes.ts";
import type { Leftovers } from "../../notice/leftover.ts";
import type { Mails } from "../../notice/mails.ts";
import type { Notices } from "../../notice/notice.ts";
import { equals, PatchRefused } from "../../record/patch.ts";
import { SHARDS } from "../../record/shards.ts";
import { aLeftover, aMail, aNotice } from "../sample-notices.ts";
import { anOrg, SAMPLE_TIME } from "../sample-records.ts";

interface Opened {
  notices: Notices;
  mails: Mails;
  leftovers: Leftovers;
  outboxes: Outboxes;
}

const CAUSE = "01900000-0000-7000-8000-000000000001";
const OTHER_CAUSE = "01900000-0000-7000-8000-000000000002";

/** What every adapter of Notices, Mails and Leftovers has to do, over the items of the same table. */
export function describeNotices(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    /** What the index says an org's notices have to tell. */
    async function waitingOf({ outboxes }: Opened, org: string): Promise<KeyturnEvent[]> {
      const found: KeyturnEvent[] = [];
      for (let shard = 0; shard < SHARDS; shard++) {
        let after: string | undefined;
        do {
          const page = await outboxes.nominated(shard, after);
          const notices = page.items.filter(({ sk }) => sk.startsWith("NOTICE#"));
          for (const key of notices) found.push(...(await outboxes.read(key)));
          after = page.next;
        } while (after);
      }
      return found.filter((event) => event.metadata.org === org);
    }

    test("a notice is written once, and what it tells waits to be delivered", async () => {
      const ports = await open();
      const notice = aNotice(anOrg(), CAUSE, "nightly");
      expect(await ports.notices.insert(notice)).toBe(true);
      expect(await ports.notices.insert({ ...notice, outbox: [] })).toBe(false);
      await expect.poll(() => waitingOf(ports, notice.org)).toEqual(notice.outbox);
    });

    test("another pipeline, another event and another org have notices of their own", async () => {
      const { notices } = await open();
      const [org, other] = [anOrg(), anOrg()];
      const all = [
        aNotice(org, CAUSE, "nightly"),
        aNotice(org, CAUSE, "Nightly"),
        aNotice(org, OTHER_CAUSE, "nightly"),
        aNotice(other, CAUSE, "nightly"),
      ];
      for (const notice of all) expect(await notices.insert(notice)).toBe(true);
      for (const notice of all) expect(await notices.insert(notice)).toBe(false);
    });

    test("a mail is claimed once, and read as it was written", async () => {
      const { mails } = await open();
      const mail = aMail(anOrg(), CAUSE);
      expect(await mails.find(mail)).toBeUndefined();
      expect(await mails.insert(mail)).toBe(true);
      expect(await mails.insert({ ...mail, state: "sent" })).toBe(false);
      expect(await mails.find(mail)).toEqual(mail);
      expect(await mails.find({ ...mail, eventId: OTHER_CAUSE })).toBeUndefined();
    });

    test("of two that take a mail over, one does", async () => {
      const { mails } = await open();
      const mail = aMail(anOrg(), CAUSE);
      await mails.insert(mail);
      const takeOver = (claimId: string) =>
        mails.update(mail, {
          when: [equals("version", 1)],
          set: { claimId, claimedAt: plus(SAMPLE_TIME, 1) },
        });
      const taken = await Promise.allSettled([takeOver(CAUSE), takeOver(OTHER_CAUSE)]);
      const refused = taken.filter((one) => one.status === "rejected");
      expect(refused.map(({ reason }) => reason)).toEqual([expect.any(PatchRefused)]);
      expect(await mails.find(mail)).toMatchObject({ state: "sending", version: 2 });
    });

    test("what is left to tell of an event is kept once, and read as it was written", async () => {
      const { leftovers } = await open();
      const leftover = aLeftover(anOrg(), CAUSE);
      expect(await leftovers.find(leftover)).toBeUndefined();
      expect(await leftovers.insert(leftover)).toBe(true);
      expect(await leftovers.insert({ ...leftover, from: {} })).toBe(false);
      expect(await leftovers.insert(aLeftover(leftover.org, OTHER_CAUSE))).toBe(true);
      expect(await leftovers.insert(aLeftover(anOrg(), CAUSE))).toBe(true);
      expect(await leftovers.find(leftover)).toEqual(leftover);
    });

    test("what is left is taken away only as it was read", async () => {
      const { leftovers } = await open();
      const leftover = aLeftover(anOrg(), CAUSE);
      await leftovers.insert(leftover);
      const nextActionAt = plus(SAMPLE_TIME, 1);
      await leftovers.update(leftover, { when: [equals("version", 1)], set: { nextActionAt, from: {} } });
      await leftovers.erase(leftover, 1);
      expect(await leftovers.find(leftover)).toEqual({ ...leftover, from: {}, nextActionAt, version: 2 });
      await leftovers.erase(leftover, 2);
      await leftovers.erase(leftover, 2);
      expect(await leftovers.find(leftover)).toBeUndefined();
    });
  });
}
