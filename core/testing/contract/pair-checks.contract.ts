import { describe, expect, test } from "vitest";
import type { Instant } from "../../clock.ts";
import type { KeyPair } from "../../key/key-pair.ts";
import type { PairChecks, Place } from "../../key/pair-checks.ts";
import { Secret } from "../../secret.ts";

interface Key {
  pair: KeyPair;
  accountId: string;
  deactivate(): Promise<void>;
}

interface Opened {
  pairChecks: PairChecks;
  until(): Instant;
  /** A key of a new user, who may list the place, or else not; and may ask for the age of the key. */
  newKey(may: { list: boolean; tellAge: boolean }): Promise<Key>;
  place: Place;
  /** Nothing like it, as the customer may name it. */
  otherPlaces: { noSuchBucket: Place; otherRegion: Place } | undefined;
}

const ALL = { list: true, tellAge: true };

/** What every adapter of PairChecks has to do. */
export function describePairChecks(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    test("says whose a pair is", async () => {
      const { pairChecks, until, newKey } = await open();
      const { pair, accountId } = await newKey(ALL);
      const identity = await pairChecks.identify(pair, until());
      expect(identity).toMatchObject({ is: "known", accountId });
      expect(identity).toHaveProperty("arn", expect.stringMatching(/^arn:aws:iam::\d{12}:user\/.+/));
    });

    test("knows no key that is inactive, or that never was", async () => {
      const { pairChecks, until, newKey, place } = await open();
      const { pair, deactivate } = await newKey(ALL);
      await deactivate();
      const nobodys = { ...pair, accessKeyId: "AKIANOBODYSKEY000001" };
      for (const unknown of [pair, nobodys]) {
        expect(await pairChecks.identify(unknown, until())).toEqual({ is: "unknown_key" });
        expect(await pairChecks.list(unknown, place, until())).toEqual({ is: "unknown_key" });
        expect(await pairChecks.createdAt(unknown, until())).toBeUndefined();
      }
    });

    test("refuses another secret", async () => {
      const { pairChecks, until, newKey } = await open();
      const { pair } = await newKey(ALL);
      const wrong = { ...pair, secretAccessKey: new Secret("another/secret/of/some/length") };
      expect(await pairChecks.identify(wrong, until())).toEqual({ is: "refused" });
    });

    test("says whether the pair lists the place", async () => {
      const { pairChecks, until, newKey, place, otherPlaces } = await open();
      const { pair } = await newKey(ALL);
      expect(await pairChecks.list(pair, place, until())).toEqual({ is: "listed" });
      const may = await newKey({ list: false, tellAge: true });
      expect(await pairChecks.list(may.pair, place, until())).toEqual({ is: "no_permission" });
      if (!otherPlaces) return;
      const { noSuchBucket, otherRegion } = otherPlaces;
      expect(await pairChecks.list(pair, noSuchBucket, until())).toEqual({ is: "no_such_bucket" });
      expect(await pairChecks.list(pair, otherRegion, until())).toEqual({ is: "other_region" });
    });

    test("says when the key was made, where its user may ask", async () => {
      const { pairChecks, until, newKey } = await open();
      const { pair } = await newKey(ALL);
      expect(await pairChecks.createdAt(pair, until())).toMatch(/^\d{4}-.*Z$/);
      const silent = await newKey({ list: true, tellAge: false });
      expect(await pairChecks.createdAt(silent.pair, until())).toBeUndefined();
    });
  });
}
