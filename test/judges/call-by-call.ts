import { expect, test } from "vitest";
import { startTestEndpoint } from "../../local/aws/testing/test-endpoint.ts";
import type { Moto } from "../support/moto.ts";
import type { IamCall } from "./iam-calls.ts";
import { ANY, type Known, knownDifferences, rowText, shown } from "./judges-page.ts";
import { type Difference, differences } from "./observe.ts";
import { performAll } from "./perform.ts";
import type { S3Call } from "./s3-calls.ts";

/** The account that moto takes itself for. */
const ACCOUNT_ID = "123456789012";

/** Sends both the same calls: what differs, and what docs/judges.md says differs, has to be the same. */
export function compareCalls(heading: string, calls: readonly (S3Call | IamCall)[], open: () => Moto): void {
  test(`${heading}: the laptop answers as moto does, but for what docs/judges.md explains`, async () => {
    await using laptop = await startTestEndpoint({ accountId: ACCOUNT_ID });
    const ours = await performAll(laptop, calls);
    const theirs = await performAll(open(), calls);
    const known = knownDifferences(heading);
    const met = new Set<Known>();
    const unexplained = calls.flatMap(({ name }) =>
      differences(seenOf(ours, name), seenOf(theirs, name)).flatMap((difference) => {
        const one = shown(difference);
        if (one === undefined) return [];
        const row = known.find((candidate) => explains(candidate, name, one));
        if (row) met.add(row);
        return row ? [] : [rowText(name, one)];
      }),
    );
    const noLongerSeen = known.filter((row) => !met.has(row)).map((row) => rowText(row.call, row));
    expect({ unexplained, noLongerSeen }).toEqual({ unexplained: [], noLongerSeen: [] });
  });
}

function explains(row: Known, call: string, { part, laptop, moto }: Difference): boolean {
  const isThere = row.call === call || row.call === ANY;
  const isPart = row.part === part || part.endsWith(`/${row.part}`);
  return isThere && isPart && row.laptop === laptop && row.moto === moto;
}

function seenOf(all: Awaited<ReturnType<typeof performAll>>, name: string) {
  return all.get(name) ?? expect.fail(`two calls are named alike, or none: ${name}`);
}
