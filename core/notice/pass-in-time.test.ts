import { describe, expect, test } from "vitest";
import { plus, SECOND_MS } from "../clock.ts";
import { interrupt } from "../testing/interrupt.ts";
import { noticeScene } from "../testing/notice-scene.ts";
import { aPipeline } from "../testing/sample-notices.ts";
import { addressHashOf } from "./mails.ts";

const CONTACTS = ["ada@example.com", "bob@example.com", "ops@example.com"];
/** What the mail of the scene takes for each. */
const MAIL_MS = 20;
const NOTICE_MS = 10;

/** A service that so many pipelines link, the last one first; each notice takes its time. */
async function linkedBy(count: number, policyContacts: string[] = []) {
  const ids = Array.from({ length: count }, (_, n) => `p${String(n).padStart(2, "0")}`);
  const pipelines = ids.map((id) => aPipeline("acme", id)).reverse();
  const scene = await noticeScene({ pipelines, policyContacts });
  const { insert } = scene.ports.notices;
  const table = { running: 0, most: 0 };
  scene.ports.notices.insert = async (notice) => {
    table.running += 1;
    table.most = Math.max(table.most, table.running);
    await scene.clock.sleep(NOTICE_MS);
    const isNew = await insert(notice);
    table.running -= 1;
    return isNew;
  };
  const toldIds = async () => (await scene.delivered()).map(({ data }) => data.pipelineId).sort();
  return { ...scene, ids, table, toldIds };
}

const mailedTo = (contacts: string[]) => noticeScene({ pipelines: [], policyContacts: contacts });

describe("a pass", () => {
  test("whose time is up while it gives notice names the last one told, and the next goes on", async () => {
    const { once, ids, toldIds } = await linkedBy(60);
    const first = await once({}, 25 * NOTICE_MS);
    expect(first).toEqual({ is: "rest", from: { noticesAfter: "p24" } });
    expect(await toldIds()).toEqual(ids.slice(0, 25));
    expect(await once({ noticesAfter: "p24" })).toEqual({ is: "done" });
    expect(await toldIds()).toEqual(ids);
  });

  test("with time left tells all pipelines, 25 at once: others use the partition, too", async () => {
    const { once, ids, table, toldIds } = await linkedBy(60);
    expect(await once()).toEqual({ is: "done" });
    expect(await toldIds()).toEqual(ids);
    expect(table.most).toBe(25);
  });

  test("whose time is up as the last pipeline is told goes on with the mails", async () => {
    const { once, ids, toldIds, mailed } = await linkedBy(25, ["ops@example.com"]);
    expect(await once({}, 25 * NOTICE_MS)).toEqual({ is: "rest", from: { mailsAfter: "" } });
    expect(await toldIds()).toEqual(ids);
    expect(mailed()).toEqual([]);
  });

  test("whose time is up between two mails goes on with the next one", async () => {
    const { once, mail, mailed, clock } = await mailedTo(CONTACTS);
    const since = plus(clock.now(), -SECOND_MS);
    const first = await once({ since }, 2 * MAIL_MS);
    const mailsAfter = addressHashOf(mail.sent[1]?.to ?? "");
    expect(first).toEqual({ is: "rest", from: { since, mailsAfter } });
    expect(mailed()).toHaveLength(2);
    expect(await once({ since, mailsAfter })).toEqual({ is: "done" });
    expect(mailed()).toEqual(CONTACTS);
  });

  test("that sends nothing goes on later, also when it came upon a mail that was sent before", async () => {
    const { ports, once, mail, mailed } = await mailedTo(CONTACTS);
    interrupt(ports.mail, "send", "ok", "denied", "denied");
    expect(await once()).toMatchObject({ is: "rest" });
    const mailsAfter = addressHashOf(mail.sent[0]?.to ?? "");
    expect(await once({ mailsAfter: "" })).toEqual({ is: "later", from: { mailsAfter } });
    expect(mailed()).toHaveLength(1);
  });

  test("tells a pipeline whatever its id begins with, and of that very pipeline", async () => {
    const ids = ["-x", ".x", "0", ":x", "A", "_x", "a"];
    const { once, delivered } = await noticeScene({ pipelines: ids.map((id) => aPipeline("acme", id)) });
    await once();
    const notices = await delivered();
    expect(notices.map(({ data }) => data.pipelineId).sort()).toEqual(ids);
    for (const { data } of notices) expect(data.whatToUpdate).toContain("into this pipeline now");
  });
});
