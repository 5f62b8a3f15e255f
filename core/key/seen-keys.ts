import type { Connection } from "../connection/connection.ts";
import { absent, anyOf, type Condition, equals } from "../record/patch.ts";
import { hasChanged, type Obstacle, refused } from "./obstacle.ts";
import { keyChanged, rotationInProgress } from "./refusals.ts";
import { dooms, isAboutSeenKeys, type Take } from "./take.ts";

/** What has changed since the record was seen, as far as it matters to what is to begin. */
export function changesSince(take: Take, seen: Connection | undefined): Obstacle[] {
  const why = (record: Connection) => refused(keyChanged(record));
  if (take.unchanged && seen) return [{ unless: equals("version", seen.version), why }];
  return [...anotherRetiringKey(take, seen), ...anotherCurrentKey(take, seen)];
}

/** The old key of a staged reset is as it was seen. One that is doomed is in nobody's way. */
function anotherRetiringKey(take: Take, seen: Connection | undefined): Obstacle[] {
  const key = seen?.retiring;
  if (take.staged || key === undefined || key.state === "doomed") {
    const whyThere = (record: Connection) => {
      if (take.staged) return refused(rotationInProgress());
      return isAboutSeenKeys(take) ? refused(keyChanged(record)) : hasChanged;
    };
    const none = anyOf(absent("retiring"), equals("retiring.state", "doomed"));
    return [{ unless: none, why: whyThere }];
  }
  const why = (record: Connection) => (isAboutSeenKeys(take) ? refused(keyChanged(record)) : hasChanged);
  const wanted: Partial<Record<Take["kind"], string>> =
    key.state === "leaving" ? {} : { retire: "active", restore: "inactive" };
  const asSeen = [
    equals("retiring.accessKeyId", key.accessKeyId),
    equals("retiring.state", wanted[take.kind] ?? key.state),
    ...(key.state === "inactive" ? [equals("retiring.deleteAt", key.deleteAt)] : []),
    // Given again meanwhile, and replaced again, it may work again.
    ...(key.state === "leaving" ? [equals("retiring.confirmedAt", key.confirmedAt)] : []),
    // Restored meanwhile it has another grace, which nobody decided to end.
    ...(take.kind === "retire" && key.state !== "leaving" ? [equals("retiring.retireAt", key.retireAt)] : []),
  ];
  return asSeen.map((unless) => ({ unless, why }));
}

/** What dooms the current key knows which one it is. */
function anotherCurrentKey(take: Take, seen: Connection | undefined): Obstacle[] {
  if (!dooms(take)) return [];
  return [{ unless: currentKeyIs(seen?.current?.accessKeyId ?? null), why: () => hasChanged }];
}

export function currentKeyIs(accessKeyId: string | null): Condition {
  return accessKeyId === null ? absent("current") : equals("current.accessKeyId", accessKeyId);
}
