import type { Connection } from "../connection/connection.ts";
import { absent, anyOf, type Condition, equals } from "../record/patch.ts";
import { hasChanged, type Obstacle, refused } from "./obstacle.ts";
import { keyChanged, rotationInProgress } from "./refusals.ts";
import { dooms, isAboutSeenKeys, type Take } from "./take.ts";

/** The old key of a staged reset is as it was seen. One that is doomed is in nobody's way. */
export function anotherRetiringKey(take: Take, seen: Connection | undefined): Obstacle[] {
  const key = seen?.retiring;
  if (take.staged || key === undefined || key.state === "doomed") {
    const none = anyOf(absent("retiring"), equals("retiring.state", "doomed"));
    return [{ unless: none, why: () => (take.staged ? refused(rotationInProgress()) : hasChanged) }];
  }
  const why = (record: Connection) => (isAboutSeenKeys(take) ? refused(keyChanged(record)) : hasChanged);
  const wanted = { retire: "active", restore: "inactive" } as Partial<Record<Take["kind"], string>>;
  const asSeen = [
    equals("retiring.accessKeyId", key.accessKeyId),
    equals("retiring.state", wanted[take.kind] ?? key.state),
    ...(key.deleteAt ? [equals("retiring.deleteAt", key.deleteAt)] : []),
  ];
  return asSeen.map((unless) => ({ unless, why }));
}

/** What dooms the current key, or stops it, knows which one it is. */
export function anotherCurrentKey(take: Take, seen: Connection | undefined): Obstacle[] {
  if (dooms(take)) {
    return [{ unless: keyIs("current", seen?.current?.accessKeyId ?? null), why: () => hasChanged }];
  }
  if (take.kind !== "disable") return [];
  const why = (record: Connection) => refused(keyChanged(record));
  return [
    { unless: keyIs("current", seen?.current?.accessKeyId ?? null), why },
    { unless: equals("current.state", "active"), why },
  ];
}

export function keyIs(which: "current", accessKeyId: string | null): Condition {
  return accessKeyId === null ? absent(which) : equals(`${which}.accessKeyId`, accessKeyId);
}
