import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Instant } from "../../clock.ts";
import type { ConnectionRef } from "../../connection/connection.ts";
import { CallFailed } from "../../errors.ts";
import type { KeyPair } from "../../key/key-pair.ts";
import { emptyVersionOf, type PairSecrets } from "../../key/pair-secrets.ts";
import { reveal, Secret } from "../../secret.ts";
import { aConnection, anOrg } from "../sample-records.ts";

interface Opened {
  secrets: PairSecrets;
  /** Some seconds from now, by the clock the adapter goes by. */
  until(): Instant;
  /** What somebody who reads the secret finds under its label; undefined: nothing, or no such label. */
  labelled(ref: ConnectionRef, label: "AWSCURRENT" | "AWSPREVIOUS"): Promise<string | undefined>;
}

const NEW_VERSION = () => randomUUID();
const aPair = (n: number): KeyPair => ({
  accessKeyId: `AKIACONTRACT000000${n}`,
  secretAccessKey: new Secret(`contract/secret+${n}`),
});

/** What every adapter of PairSecrets has to do. */
export function describePairSecrets(name: string, open: () => Promise<Opened>): void {
  describe(name, () => {
    /** A secret in which the first pair is current. */
    async function withFirst() {
      const { secrets, until, labelled } = await open();
      const ref = aConnection(anOrg());
      const version = NEW_VERSION();
      await secrets.keep(ref, version, aPair(1), until());
      await secrets.promote(ref, version, emptyVersionOf(ref), until());
      const current = () => labelled(ref, "AWSCURRENT");
      const previous = () => labelled(ref, "AWSPREVIOUS");
      return { secrets, until, ref, first: version, current, previous };
    }

    test("keeps a first pair, which nobody reads until it is current", async () => {
      const { secrets, until, labelled } = await open();
      const ref = aConnection(anOrg());
      const version = NEW_VERSION();
      await secrets.keep(ref, version, aPair(1), until());
      expect(await labelled(ref, "AWSCURRENT")).toBeUndefined();
      await secrets.promote(ref, version, emptyVersionOf(ref), until());
      expect(await labelled(ref, "AWSCURRENT")).toBe(aPair(1).accessKeyId);
    });

    test("keeps a second beside it, and makes that current; the first is the previous one", async () => {
      const { secrets, until, ref, first, current, previous } = await withFirst();
      const second = NEW_VERSION();
      await secrets.keep(ref, second, aPair(2), until());
      expect(await current()).toBe(aPair(1).accessKeyId);
      await secrets.promote(ref, second, first, until());
      expect([await current(), await previous()]).toEqual([aPair(2).accessKeyId, aPair(1).accessKeyId]);
    });

    test("does each of it twice to no other effect", async () => {
      const { secrets, until, ref, first, current, previous } = await withFirst();
      const second = NEW_VERSION();
      for (let n = 0; n < 2; n++) await secrets.keep(ref, second, aPair(2), until());
      for (let n = 0; n < 2; n++) await secrets.promote(ref, second, first, until());
      expect([await current(), await previous()]).toEqual([aPair(2).accessKeyId, aPair(1).accessKeyId]);
      for (let n = 0; n < 2; n++) await secrets.drop(ref, first, until());
      expect([await current(), await previous()]).toEqual([aPair(2).accessKeyId, undefined]);
      for (let n = 0; n < 2; n++) await secrets.delete(ref, until());
      expect(await current()).toBeUndefined();
    });

    test("reads a pair by its version, also one that is not current", async () => {
      const { secrets, until, ref, first } = await withFirst();
      const second = NEW_VERSION();
      await secrets.keep(ref, second, aPair(2), until());
      await secrets.promote(ref, second, first, until());
      for (const [version, pair] of [
        [first, aPair(1)],
        [second, aPair(2)],
      ] as const) {
        const read = await secrets.read(ref, version, until());
        expect(read?.accessKeyId).toBe(pair.accessKeyId);
        expect(read && reveal(read.secretAccessKey)).toBe(reveal(pair.secretAccessKey));
      }
      expect(await secrets.read(ref, NEW_VERSION(), until())).toBeUndefined();
      expect(await secrets.read(ref, emptyVersionOf(ref), until())).toBeUndefined();
      expect(await secrets.read(aConnection(anOrg()), first, until())).toBeUndefined();
    });

    test("drops a version that was never current, and leaves the one that is", async () => {
      const { secrets, until, ref, first, current } = await withFirst();
      const second = NEW_VERSION();
      await secrets.keep(ref, second, aPair(2), until());
      await secrets.drop(ref, second, until());
      await secrets.drop(ref, first, until());
      await secrets.drop(ref, NEW_VERSION(), until());
      await secrets.drop(aConnection(anOrg()), second, until());
      expect(await current()).toBe(aPair(1).accessKeyId);
    });

    test("makes a version current whatever somebody has made current by hand", async () => {
      const { secrets, until, ref, first, current } = await withFirst();
      const [byHand, second] = [NEW_VERSION(), NEW_VERSION()];
      await secrets.keep(ref, byHand, aPair(3), until());
      await secrets.promote(ref, byHand, first, until());
      await secrets.keep(ref, second, aPair(2), until());
      await secrets.promote(ref, second, first, until());
      expect(await current()).toBe(aPair(2).accessKeyId);
    });

    test("says when there is nothing to make current", async () => {
      const { secrets, until, ref, first } = await withFirst();
      const failure = (call: Promise<unknown>) =>
        call.catch((error: unknown) => (error instanceof CallFailed ? error.failure : error));
      expect(await failure(secrets.promote(ref, NEW_VERSION(), first, until()))).toBe("missing");
      await secrets.delete(ref, until());
      expect(await failure(secrets.promote(ref, NEW_VERSION(), first, until()))).toBe("missing");
    });

    test("makes a secret anew once it was deleted", async () => {
      const { secrets, until, ref, current } = await withFirst();
      await secrets.delete(ref, until());
      const version = NEW_VERSION();
      await secrets.keep(ref, version, aPair(2), until());
      await secrets.promote(ref, version, emptyVersionOf(ref), until());
      expect(await current()).toBe(aPair(2).accessKeyId);
    });

    test("keeps the pairs of two connections apart", async () => {
      const one = await withFirst();
      const other = await withFirst();
      await one.secrets.delete(one.ref, one.until());
      expect(await other.current()).toBe(aPair(1).accessKeyId);
    });
  });
}
