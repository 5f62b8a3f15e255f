import { describe, expect, test } from "vitest";
import type { Claim, Claims } from "../../adoption/claims.ts";
import { aConnection, anOrg } from "../sample-records.ts";

/** What every adapter of Claims has to do. `open` may give the same table each time. */
export function describeClaims(name: string, open: () => Promise<{ claims: Claims }>): void {
  describe(name, () => {
    const aClaim = (): Claim => {
      const { org, cellId, connectionId } = aConnection(anOrg());
      return { org, cellId, connectionId, userName: `Portal-${connectionId.slice(-8)}`, version: 1 };
    };

    test("are given back as they were written, whatever the case of the name", async () => {
      const { claims } = await open();
      const claim = aClaim();
      expect(await claims.find(claim)).toBeUndefined();
      expect(await claims.insert(claim)).toBe(true);
      expect(await claims.find(claim)).toEqual(claim);
      expect(await claims.find({ ...claim, userName: claim.userName.toUpperCase() })).toEqual(claim);
      expect(await claims.find({ ...claim, cellId: "another" })).toBeUndefined();
    });

    test("are the first one's", async () => {
      const { claims } = await open();
      const claim = aClaim();
      const other = { ...aClaim(), userName: claim.userName.toLowerCase() };
      const taken = await Promise.all([claims.insert(claim), claims.insert(other)]);
      expect(taken.toSorted()).toEqual([false, true]);
      expect(await claims.find(claim)).toEqual(taken[0] ? claim : other);
    });

    test("are released by whoever has them, and by nobody else", async () => {
      const { claims } = await open();
      const claim = aClaim();
      await claims.insert(claim);
      await claims.release({ ...claim, connectionId: aClaim().connectionId });
      expect(await claims.find(claim)).toEqual(claim);
      await claims.release(claim);
      await claims.release(claim);
      expect(await claims.find(claim)).toBeUndefined();
    });
  });
}
