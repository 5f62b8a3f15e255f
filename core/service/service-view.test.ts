import { describe, expect, test } from "vitest";
import { presets } from "../policy/preset.ts";
import { aService, SAMPLE_TIME } from "../testing/sample-records.ts";
import { viewService, viewServiceFor } from "./service-view.ts";

const preset = presets["data-services"];
const service = aService("acme", { pipelineIds: ["nightly"] });
const summary = {
  ...{ serviceId: service.serviceId, name: "Sales data", type: "s3", owner: "provider" },
  pipelineIds: ["nightly"],
};
const whole = {
  ...{ ...summary, region: "us-east-1", state: "ready" },
  ...{ createdBy: "Ada Admin", createdOn: SAMPLE_TIME, updatedBy: "Ada Admin", updatedOn: SAMPLE_TIME },
};

describe("a data service", () => {
  test("is shown whole to who manages keys, and to nobody else", () => {
    expect(viewServiceFor("admin", preset)(service)).toStrictEqual(whole);
    expect(viewServiceFor("member", preset)(service)).toStrictEqual(summary);
  });

  test("of Keyturn's own making says so", () => {
    expect(viewService({ ...service, system: "regional" })).toStrictEqual({ ...whole, system: "regional" });
  });

  test.each([
    ["creating", "creating"],
    ["ready", "ready"],
    ["deleting", "deleting"],
    ["deleted", "deleting"],
  ] as const)("that is %s is shown as %s", (state, shown) => {
    expect(viewService({ ...service, state }).state).toBe(shown);
  });
});
