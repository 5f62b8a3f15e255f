import type { PutPipelineBody } from "@keyturn/client";
import { useState } from "react";
import { keyturn } from "../api/keyturn.ts";
import { queries } from "../api/queries.ts";
import { usePipelines } from "../api/reads.ts";
import { AreaField } from "../form/area-field.tsx";
import { SelectField, TextField } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { linesOf } from "../form/lines.ts";
import { Dialog } from "../parts/dialog.tsx";
import { directionWords, kindWords } from "./pipeline-words.ts";
import type { ShownPipeline } from "./shown-pipeline.ts";

interface PutPipelineDialogProps {
  /** Which is changed; a new one without. */
  pipeline: ShownPipeline | undefined;
  onClose: () => void;
}

export function PutPipelineDialog({ pipeline, onClose }: PutPipelineDialogProps) {
  const [typed, setTyped] = useState(() => typedOf(pipeline));
  const { data: pipelines = [] } = usePipelines();
  const isTaken = !pipeline && pipelines.some(({ pipelineId }) => pipelineId === typed.pipelineId);
  const put = (change: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...change }));
  const submit = async () => {
    const { pipelineId } = typed;
    await keyturn.PUT("/v1/pipelines/{pipelineId}", {
      params: { path: { pipelineId } },
      body: bodyOf(typed),
    });
    await queries.invalidateQueries({ queryKey: ["pipelines"] });
    onClose();
  };
  return (
    <Dialog title={pipeline ? `Change ${pipeline.name}` : "Add pipeline"} onClose={onClose} wide>
      <Form onSubmit={submit} submit="Save" onCancel={onClose} disabled={typed.pipelineId === "" || isTaken}>
        <div className="side-by-side">
          <TextField label="Name" name="name" value={typed.name} onChange={(name) => put({ name })} />
          <TextField
            label="Id"
            name="pipelineId"
            readOnly={pipeline !== undefined}
            hint={
              isTaken
                ? "There is a pipeline of this id."
                : "As your own system calls it: letters, digits, . _ : -"
            }
            value={typed.pipelineId}
            onChange={(pipelineId) => put({ pipelineId: pipelineId.trim() })}
          />
        </div>
        <div className="side-by-side">
          <SelectField
            label="Kind"
            name="kind"
            value={typed.kind}
            onChange={(kind) => put({ kind: kind as PutPipelineBody["kind"] })}
            options={Object.entries(kindWords)}
          />
          <SelectField
            label="Direction"
            name="direction"
            value={typed.direction}
            onChange={(direction) => put({ direction: direction as "reads" | "writes" })}
            options={Object.entries(directionWords)}
          />
        </div>
        <AreaField
          label="Files"
          name="filePatterns"
          hint="Patterns of their names, one on each line: sales-*.csv"
          rows={3}
          value={typed.filePatterns}
          onChange={(filePatterns) => put({ filePatterns })}
        />
        <TextField
          label="Source system"
          name="sourceSystem"
          value={typed.sourceSystem}
          onChange={(sourceSystem) => put({ sourceSystem })}
        />
        <AreaField
          label="Contacts"
          name="contacts"
          hint="Mail addresses, one on each line. They are written to when the key changes."
          rows={2}
          value={typed.contacts}
          onChange={(contacts) => put({ contacts })}
        />
      </Form>
    </Dialog>
  );
}

function typedOf(pipeline: ShownPipeline | undefined) {
  const { pipelineId = "", name = "", kind = "data-pipeline", direction = "reads" } = pipeline ?? {};
  return {
    ...{ pipelineId, name, kind, direction, sourceSystem: pipeline?.sourceSystem ?? "" },
    filePatterns: pipeline?.filePatterns.join("\n") ?? "",
    contacts: pipeline?.contacts?.join("\n") ?? "",
  };
}

function bodyOf(typed: ReturnType<typeof typedOf>): PutPipelineBody {
  const { name, kind, direction, sourceSystem, filePatterns, contacts } = typed;
  return {
    ...{ name, kind, direction, filePatterns: linesOf(filePatterns), contacts: linesOf(contacts) },
    ...(sourceSystem && { sourceSystem }),
  };
}
