import { describe, expect, test } from "vitest";
import { presets } from "../policy/preset.ts";
import { aPipeline, SAMPLE_TIME } from "../testing/sample-records.ts";
import { PipelineSummary, PipelineView, viewPipeline, viewPipelineFor } from "./pipeline-view.ts";

const contacts = ["ada@example.com"];
const serviceIds = [`svc_${"1".repeat(32)}`];
const pipeline = aPipeline("acme", { pipelineId: "p1", sourceSystem: "CRM", contacts, serviceIds });

const summary = {
  ...{ pipelineId: "p1", name: "Nightly load", kind: "data-pipeline", direction: "reads" },
  ...{ filePatterns: ["*.csv"], sourceSystem: "CRM", serviceIds },
  ...{ updatedBy: "Ada Admin", updatedOn: SAMPLE_TIME },
};

describe("a pipeline as the API shows it", () => {
  test("has the fields of the contract and no others", () => {
    expect(viewPipeline(pipeline)).toEqual({ ...summary, contacts });
    expect(PipelineView.parse(viewPipeline(pipeline))).toEqual({ ...summary, contacts });
  });

  test("says that it has no source system", () => {
    expect(viewPipeline(aPipeline("acme")).sourceSystem).toBeNull();
  });

  test("holds mail addresses for key managers of the preset, and for nobody else", () => {
    const { "cloud-dashboard": preset } = presets;
    for (const role of ["super_admin", "admin", "member+"] as const) {
      expect(viewPipelineFor(role, preset)(pipeline)).toEqual({ ...summary, contacts });
    }
    expect(viewPipelineFor("member", preset)(pipeline)).toEqual(summary);
    expect(viewPipelineFor("member+", presets.connector)(pipeline)).toEqual(summary);
    expect(PipelineSummary.safeParse({ ...summary, contacts }).success).toBe(false);
  });
});
