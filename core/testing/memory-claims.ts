import { Claim, type Claims } from "../adoption/claims.ts";
import type { IamUser } from "../key/access-keys.ts";
import type { MemoryItems } from "./memory-items.ts";

/** In partitions of their own, like those in the table. */
export function memoryClaims(items: MemoryItems): Claims {
  const keyOf = ({ cellId, userName }: IamUser) => ({
    pk: `USER#${cellId}#${userName.toLowerCase()}`,
    sk: "CLAIM",
  });
  return {
    find: async (user) => items.get(keyOf(user), Claim),
    insert: async (claim) => items.insert(keyOf(claim), Claim, claim),
    release: async (claim) => {
      if (items.get(keyOf(claim), Claim)?.connectionId === claim.connectionId) items.drop(keyOf(claim));
    },
  };
}
