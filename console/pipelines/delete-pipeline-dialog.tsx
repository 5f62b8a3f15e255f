import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";
import { Form } from "../form/form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import type { ShownPipeline } from "./shown-pipeline.ts";

export function DeletePipelineDialog({
  pipeline,
  onClose,
}: {
  pipeline: ShownPipeline;
  onClose: () => void;
}) {
  const { pipelineId, name, serviceIds } = pipeline;
  const submit = async () => {
    await keyturn.DELETE("/v1/pipelines/{pipelineId}", { params: { path: { pipelineId } } });
    await queries.invalidateQueries({ queryKey: ["pipelines"] });
    onClose();
  };
  return (
    <Dialog title={`Delete ${name}`} onClose={onClose}>
      <Form onSubmit={submit} submit="Delete" danger onCancel={onClose}>
        <p>
          {serviceIds.length === 0
            ? "No data service links it. It is told of nothing any more."
            : "Data services link it: change them first, so that nobody is forgotten."}
        </p>
      </Form>
    </Dialog>
  );
}
