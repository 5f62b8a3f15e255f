import { describe, expect, test } from "vitest";
import { DAY_MS, MINUTE_MS, plus } from "../clock.ts";
import { derivedUuid } from "../ids.ts";
import { type Interruption, interrupt } from "../testing/interrupt.ts";
import { noticeScene } from "../testing/notice-scene.ts";
import { aPipeline, NEW_KEY, OLD_KEY } from "../testing/sample-notices.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { codeOf, relay } from "../testing/scene.ts";
import { addressHashOf } from "./mails.ts";

const nightly = aPipeline("acme", "nightly", { contacts: ["ada@example.com", "bob@example.com"] });
const weekly = aPipeline("acme", "weekly", { contacts: ["ada@example.com"] });
const CONTACTS = ["ada@example.com", "bob@example.com", "ops@example.com"];
/** All mails are looked at again; the notices are given. */
const FROM_THE_FIRST = { is: "later", from: { mailsAfter: "" } };
const told = { pipelines: [nightly, weekly], policyContacts: ["ops@example.com"] };

describe("a key event", () => {
  test("is told to each pipeline in an event of its own, and to each contact in one mail", async () => {
    const { notify, delivered, mailed, event } = await noticeScene(told);
    expect(await notify()).toEqual({ passes: 1, ends: "done" });
    const notices = await delivered();
    expect(notices.map(({ data }) => data.pipelineId).sort()).toEqual(["nightly", "weekly"]);
    expect(notices[0]).toMatchObject({
      metadata: { sequence: 1, org: "acme", by: "Keyturn", causationId: event.metadata.eventId },
      data: {
        causedBy: "KeyRotated",
        accessKeyId: NEW_KEY,
        previousAccessKeyId: OLD_KEY,
        updateBy: SAMPLE_TIME,
      },
    });
    expect(mailed()).toEqual(CONTACTS);
  });

  test("is told once, however often it comes", async () => {
    const { notify, delivered, mailed, clock } = await noticeScene(told);
    for (let n = 0; n < 3; n++) {
      expect(await notify()).toMatchObject({ ends: "done" });
      clock.advance(10 * DAY_MS);
    }
    expect(await delivered()).toHaveLength(2);
    expect(mailed()).toEqual(CONTACTS);
  });

  test("that comes twice at once is told once; the second has to look again", async () => {
    const { once, notify, delivered, mailed, clock } = await noticeScene(told);
    expect(await Promise.all([once(), once()])).toContainEqual(FROM_THE_FIRST);
    expect(await delivered()).toHaveLength(2);
    expect(mailed()).toEqual(CONTACTS);
    clock.advance(MINUTE_MS);
    expect(await notify()).toEqual({ passes: 1, ends: "done" });
    expect(mailed()).toEqual(CONTACTS);
  });

  test("and the next one are told apart", async () => {
    const { ports, event, notify, delivered, mailed } = await noticeScene(told);
    await notify();
    event.metadata.eventId = "01900000-0000-7000-8000-000000000002";
    await notify();
    const ids = (await delivered()).map(({ metadata }) => metadata.eventId);
    expect(new Set(ids).size).toBe(4);
    expect(ids).toContain(derivedUuid(event.metadata.eventId, "nightly"));
    expect(mailed()).toHaveLength(6);
    expect(
      await ports.mails.find({
        org: "acme",
        eventId: event.metadata.eventId,
        addressHash: addressHashOf("Ada@example.com"),
      }),
    ).toMatchObject({ state: "sent" });
  });

  test("of a deleted service is told, too", async () => {
    const { ports, service, notify, delivered } = await noticeScene(told);
    await ports.services.update(service, { when: [], set: { state: "deleted" } });
    await notify();
    expect(await delivered()).toHaveLength(2);
  });

  test("of a service that nothing links, or whose tombstone has gone, is told to the policy's contacts", async () => {
    const { ports, service, notify, delivered, mailed, event } = await noticeScene({
      ...told,
      pipelines: [],
    });
    await notify();
    await ports.services.erase(service, service.version);
    event.metadata.eventId = "01900000-0000-7000-8000-000000000002";
    await notify();
    expect(await delivered()).toEqual([]);
    expect(mailed()).toEqual(["ops@example.com", "ops@example.com"]);
  });

  test("is no line of history, other than the event it is about", async () => {
    const scene = await noticeScene(told);
    const before = await scene.ports.journal.ofOrg("acme", { limit: 9 });
    await scene.notify();
    await relay(scene);
    expect(await scene.ports.journal.ofOrg("acme", { limit: 9 })).toEqual(before);
  });

  test("mails nobody where no sender is set, and gives notice all the same", async () => {
    const { ports, notify, delivered, mailed } = await noticeScene(told);
    Object.assign(ports, { mail: undefined });
    expect(await notify()).toEqual({ passes: 1, ends: "done" });
    expect(await delivered()).toHaveLength(2);
    expect(mailed()).toEqual([]);
  });
});

describe("a pass that fails", () => {
  type Call = ["services" | "pipelines" | "policies" | "notices" | "mails" | "mail", string];
  const calls: Call[] = [
    ["services", "find"],
    ["pipelines", "findMany"],
    ["notices", "insert"],
    ["policies", "find"],
    ["mails", "insert"],
    ["mails", "update"],
    ["mail", "send"],
  ];
  const onceAPass = new Set<string>(["services", "pipelines", "policies"]);
  const interruptions: Interruption[] = ["dies_before", "dies_after", "throttled", "unknown", "lost"];
  const cases = calls.flatMap(([port, method]) =>
    interruptions.flatMap((how) =>
      (onceAPass.has(port) ? [0] : [0, 1]).map((after) => ({ port, method, how, after })),
    ),
  );

  /** After these nobody can know that the mail went out. */
  const isReplyLost = (port: string, method: string, how: Interruption) =>
    (port === "mail" && (how === "dies_after" || how === "lost")) ||
    (port === "mails" &&
      method === "update" &&
      (how === "dies_before" || how === "throttled" || how === "unknown"));

  test.each(cases)(
    "at $method of $port, $how after $after, is done again, and nobody is told twice",
    async (one) => {
      const { port, method, how, after } = one;
      const { ports, once, notify, delivered, mailed, clock } = await noticeScene(told);
      const ok = Array.from({ length: after }, () => "ok" as const);
      interrupt<object>(ports[port], method as never, ...ok, how);
      await codeOf(once());
      clock.advance(MINUTE_MS);
      expect(await notify()).toMatchObject({ ends: "done" });
      const notices = (await delivered()).map(({ metadata }) => metadata.eventId);
      expect(notices).toHaveLength(2);
      expect(new Set(notices).size).toBe(2);
      expect([...new Set(mailed())]).toEqual(CONTACTS);
      expect(mailed()).toHaveLength(isReplyLost(port, method, how) ? 4 : 3);
    },
  );

  test("carries what nobody knows of one mail through the passes that follow", async () => {
    const { ports, once, clock } = await noticeScene({ ...told, mailsPerSecond: 1 });
    interrupt(ports.mail, "send", "unknown");
    const since = clock.now();
    const first = await once({ since }, 1_000);
    expect(first).toMatchObject({ is: "rest", from: { unsettled: true, since } });
    if (first.is !== "rest") return;
    expect(await once(first.from)).toEqual({ is: "later", from: { mailsAfter: "", since } });
  });

  test("before a minute is over leaves the mail alone that may be under way, and says so", async () => {
    const { ports, once, mailed, clock } = await noticeScene(told);
    interrupt(ports.mail, "send", "lost");
    expect(await once()).toEqual(FROM_THE_FIRST);
    expect(mailed()).toEqual(CONTACTS);
    clock.advance(MINUTE_MS - 1_000);
    expect(await once()).toEqual(FROM_THE_FIRST);
    clock.advance(1_000);
    expect(await once()).toEqual({ is: "done" });
    expect(mailed()).toHaveLength(4);
  });

  test("for one contact goes on with the others, and does not try again what is refused for good", async () => {
    const { mail, once, mailed, warnings } = await noticeScene(told);
    mail.refuses.add("ada@example.com");
    expect(await once()).toEqual({ is: "done" });
    expect(await once()).toEqual({ is: "done" });
    expect(mailed()).toEqual(["bob@example.com", "ops@example.com"]);
    expect(warnings).toEqual(["a mail was refused for good"]);
  });

  test("because mail as a whole is refused stops there, says so, and goes on later", async () => {
    const { ports, once, mailed, warnings } = await noticeScene(told);
    interrupt(ports.mail, "send", "denied");
    const ending = await once();
    expect(ending).toEqual(FROM_THE_FIRST);
    expect(mailed()).toEqual([]);
    expect(warnings).toEqual(["mail as a whole is refused"]);
    expect(await once({ mailsAfter: "" })).toEqual({ is: "done" });
    expect(mailed()).toEqual(CONTACTS);
  });

  test("because not one mail is taken in all its time goes on later, and not at once for ever", async () => {
    const { once, mailed } = await noticeScene({ ...told, mailsPerSecond: 0 });
    expect(await once()).toEqual(FROM_THE_FIRST);
    expect(mailed()).toEqual([]);
  });

  test("because SES takes no more goes on at once where it was, if SES took one", async () => {
    const { ports, once, mail } = await noticeScene(told);
    interrupt(ports.mail, "send", "ok", "denied");
    const ending = await once();
    expect(ending).toEqual({ is: "rest", from: { mailsAfter: addressHashOf(mail.sent[0]?.to ?? "") } });
  });
});

describe("a thousand dependents", () => {
  const many = Array.from({ length: 1_000 }, (_, n) => {
    const id = `p${String(n).padStart(4, "0")}`;
    return aPipeline("acme", id, { contacts: [`${id}@example.com`] });
  });

  test("with as many contacts are all told once, at SES's 14 mails a second", async () => {
    const { notify, delivered, mail, clock } = await noticeScene({
      ...told,
      pipelines: many,
      mailsPerSecond: 14,
    });
    const begun = clock.now();
    const { passes, ends } = await notify();
    expect(ends).toBe("done");
    expect(passes).toBeGreaterThan(5);
    const seconds = (Date.parse(clock.now()) - Date.parse(begun)) / 1_000;
    expect(seconds).toBeLessThan(120);
    expect(new Set(mail.sent.map(({ to }) => to)).size).toBe(1_001);
    expect(mail.sent).toHaveLength(1_001);
    const notices = await delivered();
    expect(new Set(notices.map(({ data }) => data.pipelineId)).size).toBe(1_000);
    expect(notices).toHaveLength(1_000);
  });

  test("are told in several passes when the table is slow, none left out and none twice", async () => {
    const { ports, notify, delivered, clock } = await noticeScene({ pipelines: many });
    const { insert } = ports.notices;
    ports.notices.insert = async (notice) => {
      await clock.sleep(30);
      return insert(notice);
    };
    Object.assign(ports, { mail: undefined });
    const { passes } = await notify();
    expect(passes).toBeGreaterThan(1);
    expect(new Set((await delivered()).map(({ data }) => data.pipelineId)).size).toBe(1_000);
  });
});

test("a pass that goes on with the mails gives no notice again, and writes to nobody who was seen to", async () => {
  const { once, delivered, mailed } = await noticeScene(told);
  const [first = "", ...others] = CONTACTS.toSorted((one, other) =>
    addressHashOf(one) < addressHashOf(other) ? -1 : 1,
  );
  expect(await once({ mailsAfter: addressHashOf(first) })).toEqual({ is: "done" });
  expect(mailed()).toEqual(others.sort());
  expect(await delivered()).toEqual([]);
});

test("what is kept of a notice and a mail goes after 90 days, and holds no address", async () => {
  const { ports, once, event, clock } = await noticeScene(told);
  const begun = clock.now();
  await once();
  const ref = { org: "acme", eventId: event.metadata.eventId, addressHash: addressHashOf("ada@example.com") };
  const record = await ports.mails.find(ref);
  expect(JSON.stringify(record)).not.toContain("ada");
  expect(record?.expiresAt).toBe(Math.floor(Date.parse(plus(begun, 90 * DAY_MS)) / 1_000));
});
