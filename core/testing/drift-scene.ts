import { HOUR_MS, plus, SECOND_MS } from "../clock.ts";
import { viewConnection } from "../connection/connection-view.ts";
import { type DriftPass, findDrift } from "../drift/find-drift.ts";
import { summariseOrg } from "../summary/summary.ts";
import { anAdmin } from "./memory-ports.ts";
import { aScene } from "./scene.ts";

/** A connection with a key, and what somebody may do in IAM behind Keyturn's back. */
export async function driftScene() {
  const scene = await aScene();
  const { ports, iam, clock, bus, userName } = scene;
  const { accessKeyId } = await scene.reset();
  await scene.relay();
  const before = bus.events.length;
  return {
    ...{ ...scene, accessKeyId, user: { cellId: "main", userName } },
    /** Long enough for IAM's lists to be believed. */
    settle: () => clock.advance(HOUR_MS),
    /** The daily comparison, pass by pass. */
    async compare(by = ports): Promise<number> {
      let pass: DriftPass | undefined = { part: 0 };
      let passes = 0;
      for (; pass; passes++) pass = await findDrift(by, pass, plus(clock.now(), 7 * SECOND_MS));
      return passes;
    },
    /** What has been delivered since the key was made, of what comparisons tell. */
    async found(): Promise<string[]> {
      await scene.relay();
      return bus.events.slice(before).flatMap(({ type, data }) => {
        if (type !== "UnmanagedUserDetected" && type !== "UnmanagedKeyDetected" && !/Drift/.test(type)) {
          return [];
        }
        const { drift, userName: name } = data as { drift?: string; userName: string };
        return [[type, drift ?? (type === "UnmanagedUserDetected" ? name : "")].join(" ").trim()];
      });
    },
    shown: async () => viewConnection(await scene.record(), clock.now()).drift,
    counted: async () => {
      const { drift } = await summariseOrg(ports, anAdmin.org);
      return Object.fromEntries(Object.entries(drift).filter(([, count]) => count > 0));
    },
    stateOfIam: () => structuredClone([...iam.users]),
  };
}

export type DriftScene = Awaited<ReturnType<typeof driftScene>>;
