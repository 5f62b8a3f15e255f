import { describe, expect, test } from "vitest";
import { MINUTE_MS, plus } from "../clock.ts";
import { aMail } from "../testing/sample-notices.ts";
import { SAMPLE_TIME } from "../testing/sample-records.ts";
import { addressHashOf, type MailRecord, type Standing, standingOf } from "./mails.ts";

const OURS = "01900000-0000-7000-8000-00000000000b";
const JUST_ABANDONED = plus(SAMPLE_TIME, -MINUTE_MS);
const NOT_YET_ABANDONED = plus(SAMPLE_TIME, 1 - MINUTE_MS);

describe("of a mail that has a record", () => {
  const cases: [what: string, change: Partial<MailRecord>, expected: Standing][] = [
    ["that we wrote ourselves, its reply lost, is ours", { claimId: OURS }, "ours"],
    ["that somebody else wrote just now is theirs", {}, "somebody_elses"],
    ["within a minute is theirs", { claimedAt: NOT_YET_ABANDONED }, "somebody_elses"],
    ["that somebody wrote a minute ago may be taken over", { claimedAt: JUST_ABANDONED }, "free"],
    ["because it was not sent may be taken at once", { state: "waiting" }, "free"],
    ["of a mail that was sent says that nothing is left to do", { state: "sent" }, "over"],
    ["of one that was sent stays so", { state: "sent", claimedAt: JUST_ABANDONED }, "over"],
    ["of a mail that was refused for good, too", { state: "refused", claimId: OURS }, "over"],
  ];

  test.each(cases)("one %s", (_, change, expected) => {
    const record = { ...aMail("acme", "01900000-0000-7000-8000-000000000001"), ...change };
    expect(standingOf(record, OURS, SAMPLE_TIME)).toBe(expected);
  });

  test("one that the table has forgotten since is nobody's to send now", () => {
    expect(standingOf(undefined, OURS, SAMPLE_TIME)).toBe("somebody_elses");
  });
});

test("an address keeps its hash from one version to the next: whoever was mailed is not mailed again", () => {
  const kept = "b5fc85e55755f9e0d030a10ab4429b6b2944855f9a0d60077fe832becbc41d72";
  for (const address of ["ada@example.com", "Ada@Example.COM"]) expect(addressHashOf(address)).toBe(kept);
});
