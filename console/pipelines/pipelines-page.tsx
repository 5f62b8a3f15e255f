import { usePipelines } from "../api/reads.ts";
import { DataGrid } from "../grid/data-grid.tsx";
import { Button } from "../parts/button.tsx";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useDoing } from "../parts/use-doing.ts";
import { useCan } from "../session/use-session.ts";
import { DeletePipelineDialog } from "./delete-pipeline-dialog.tsx";
import { pipelineColumns } from "./pipeline-columns.tsx";
import { PutPipelineDialog } from "./put-pipeline-dialog.tsx";
import type { ShownPipeline } from "./shown-pipeline.ts";

type Doing = { deed: "put"; pipeline?: ShownPipeline } | { deed: "delete"; pipeline: ShownPipeline };

/** Whoever reads or writes the org's folders: they are told when a key changes. */
export default function PipelinesPage() {
  const can = useCan();
  const query = usePipelines();
  const { doing, begin, close } = useDoing<Doing>();
  const actionsOf = (pipeline: ShownPipeline) => [
    { words: "Change …", run: () => begin({ deed: "put", pipeline }) },
    { words: "Delete …", danger: true, run: () => begin({ deed: "delete", pipeline }) },
  ];
  return (
    <Page
      title="Pipelines"
      lead="What reads or writes the files of your data services. Linked to one, it is told when the key changes."
      actions={
        can("putPipeline") && (
          <Button look="primary" onClick={() => begin({ deed: "put" })}>
            Add pipeline
          </Button>
        )
      }
    >
      <Loaded query={query} what="the pipelines">
        {(pipelines) =>
          pipelines.length === 0 ? (
            <Empty title="No pipelines yet">
              <p>Add those that use your files, so that they are told before a key changes under them.</p>
            </Empty>
          ) : (
            <DataGrid<ShownPipeline>
              label="Pipelines"
              rows={pipelines}
              columns={pipelineColumns}
              idOf={({ pipelineId }) => pipelineId}
              {...(can("putPipeline") && { actionsOf })}
              nameOf={({ name }) => name}
              sortedBy={{ key: "name", descending: false }}
            />
          )
        }
      </Loaded>
      {doing?.deed === "put" && <PutPipelineDialog pipeline={doing.pipeline} onClose={close} />}
      {doing?.deed === "delete" && <DeletePipelineDialog pipeline={doing.pipeline} onClose={close} />}
    </Page>
  );
}
