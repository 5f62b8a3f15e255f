import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { type Clock, instant } from "../../core/clock.ts";
import type { Ids } from "../../core/ids.ts";

export const systemClock: Clock = {
  now: () => instant(Date.now()),
  sleep: async (milliseconds) => {
    await sleep(milliseconds);
  },
};

export const uuids: Ids = { next: () => v7() };
