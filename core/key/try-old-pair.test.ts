import { expect, test } from "vitest";
import { msBetween, SECOND_MS } from "../clock.ts";
import { customerScene } from "../testing/customer-scene.ts";
import { interrupt } from "../testing/interrupt.ts";
import { codeOf } from "../testing/scene.ts";
import { tryOldPair } from "./try-old-pair.ts";

type Scene = Awaited<ReturnType<typeof rotated>>;

async function rotated() {
  const scene = await customerScene();
  await scene.put(scene.pairs.make());
  const { retiring: old } = await scene.record();
  if (old?.state !== "leaving" || !old.version) throw new Error("there is no old pair");
  const { version } = old;
  const ask = async (key = old) => tryOldPair(scene.ports, await scene.record(), key);
  const kept = scene.secrets.secrets.get(`${scene.ref.org}/${scene.connectionId}`)?.versions;
  return { ...scene, old, version, ask, kept };
}

const cases: [answer: string, when: string, prepare: (scene: Scene) => unknown][] = [
  ["accepted", "AWS knows it", () => {}],
  ["refused", "AWS does not know it", ({ pairs, old }) => pairs.deactivate(old.accessKeyId)],
  [
    "unknown",
    "AWS takes its secret for another",
    ({ pairs, old }) => Object.assign(pairs.keys.get(old.accessKeyId) ?? {}, { secret: "another" }),
  ],
  [
    "unknown",
    "AWS says nothing",
    ({ pairs, old }) => {
      pairs.deactivate(old.accessKeyId);
      pairs.isSilent = true;
    },
  ],
  [
    "unknown",
    "AWS fails",
    ({ pairs, old }) => {
      pairs.deactivate(old.accessKeyId);
      interrupt(pairs, "identify", "throttled");
    },
  ],
  ["unknown", "its version cannot be read", ({ secrets }) => interrupt(secrets, "read", "denied")],
  ["unknown", "its version is gone", ({ kept, version }) => kept?.delete(version)],
  [
    "unknown",
    "its version holds another pair, even one that AWS does not know",
    ({ kept, version, pairs }) => kept?.set(version, pairs.make({ active: false })),
  ],
];

test.each(cases)("an old pair is %s when %s", async (answer, _, prepare) => {
  const scene = await rotated();
  prepare(scene);
  expect(await scene.ask()).toBe(answer);
});

test("an old pair of which no version is known is asked about nowhere", async () => {
  const { ask, old, secrets, pairs } = await rotated();
  const { version: _, ...unkept } = old;
  interrupt(secrets, "read", "dies_before");
  interrupt(pairs, "identify", "dies_before");
  expect(await ask(unkept)).toBe("unknown");
});

test("an old pair is waited for three seconds at the most", async () => {
  const { ask, pairs, clock } = await rotated();
  const began = clock.now();
  pairs.isSilent = true;
  await ask();
  expect(msBetween(began, clock.now())).toBe(3 * SECOND_MS);
});

test.each(["read", "identify"] as const)(
  "what is no failure of AWS's at %s is not taken for its silence",
  async (method) => {
    const { ask, secrets, pairs } = await rotated();
    if (method === "read") interrupt(secrets, method, "dies_before");
    else interrupt(pairs, method, "dies_before");
    expect(await codeOf(ask())).toBe("died");
  },
);
