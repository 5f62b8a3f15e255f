import type { StoredSecret } from "./secret-store.ts";

export const CURRENT = "AWSCURRENT";
const PREVIOUS = "AWSPREVIOUS";

/** The version that has the staging label: one at the most. */
export function holderOf(secret: StoredSecret, stage: string): string | undefined {
  return Object.entries(secret.versions).find(([, { stages }]) => stages.includes(stage))?.[0];
}

/** The secret with the label on this version, or on none, and on no other; AWSPREVIOUS goes where AWSCURRENT was. */
export function withStage(secret: StoredSecret, stage: string, to: string | undefined): StoredSecret {
  const before = holderOf(secret, stage);
  const versions = Object.entries(secret.versions).map(([id, version]) => {
    const others = version.stages.filter((one) => one !== stage);
    return [id, { ...version, stages: id === to ? [...others, stage] : others }] as const;
  });
  const moved = { ...secret, versions: Object.fromEntries(versions) };
  return stage === CURRENT && before !== undefined && before !== to
    ? withStage(moved, PREVIOUS, before)
    : moved;
}
