import type { Pipeline } from "../pipeline/pipeline.ts";
import { type PipelineFacts, putPipeline } from "../pipeline/put-pipeline.ts";
import { aLinkingScene } from "./linking-scene.ts";
import { anAdmin } from "./memory-ports.ts";

/** What a portal tells of a pipeline, unless a test says otherwise. */
export const facts: PipelineFacts = {
  ...{ name: "Nightly load", kind: "rule", direction: "reads" },
  ...{ filePatterns: ["*.csv"], contacts: ["ada@example.com"], sourceSystem: "CRM" },
};

/** A portal that tells of pipelines, and what their services show of them. */
export async function aPortal() {
  const scene = await aLinkingScene();
  const { ports } = scene;
  const put = (pipelineId: string, change: Partial<PipelineFacts> = {}) =>
    putPipeline(ports, anAdmin, pipelineId, { ...facts, ...change });
  const find = async (pipelineId: string) =>
    (await ports.pipelines.find({ org: "acme", pipelineId })) as Pipeline;
  const shown = async () => {
    const records = [await scene.service(), await scene.record()];
    return records.map((one) => one.dependents.first.map(({ name }) => name).join());
  };
  return { ...scene, put, find, shown };
}
