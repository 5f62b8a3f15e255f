import { afterEach, expect, test, vi } from "vitest";
import { settings } from "./deployment.ts";
import { onlyItsServiceAssumesARole } from "./invariants/roles.ts";
import { graphOf } from "./mutants/apply.ts";
import { synth } from "./synth.ts";

afterEach(() => vi.unstubAllEnvs());

test("the same settings deploy the same, and nothing of the caller's environment gets in", async () => {
  const graph = await synth({ settings });
  vi.stubEnv("KEYTURN_PRESET", "connector");
  vi.stubEnv("AWS_REGION", "ap-south-1");
  expect(await synth({ settings })).toEqual(graph);
});

test("a fault says what it is, and how much had been asked for by then", async () => {
  const fault = graphOf([
    {
      name: "a topic that nobody declared",
      file: "stacks/alarms.ts",
      find: "new aws.sns.Topic(",
      replace: "nothing(",
      breaks: onlyItsServiceAssumesARole,
      says: "",
    },
  ]);
  await expect(fault).rejects.toMatchObject({
    name: "SynthFault",
    message: "nothing is not defined",
    resourcesRegistered: expect.any(Number),
  });
  await expect(fault).rejects.not.toMatchObject({ resourcesRegistered: 0 });
});

test("a function whose file is not there is a fault", async () => {
  const fault = graphOf([
    {
      name: "a worker in another folder",
      file: "stacks/lambdas.ts",
      find: "`functions/lambdas/",
      replace: "`functions/routes/",
      breaks: onlyItsServiceAssumesARole,
      says: "",
    },
  ]);
  await expect(fault).rejects.toThrow("there is no functions/routes/");
});
