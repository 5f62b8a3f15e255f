import type { IdentifiedFiles } from "@keyturn/client";
import { useState } from "react";
import { keyturn } from "../api/keyturn.ts";
import { AreaField } from "../form/area-field.tsx";
import { Form } from "../form/form.tsx";
import { linesOf } from "../form/lines.ts";
import { Page } from "../parts/page.tsx";
import { Identified } from "./identified.tsx";

/** Which rules and jobs read a file, told by its name, before its key is changed. */
export default function IdentifyPage() {
  const [text, setText] = useState("");
  const [found, setFound] = useState<IdentifiedFiles["items"]>();
  const fileNames = linesOf(text);
  const submit = async () => {
    const { items } = await keyturn.POST("/v1/pipelines/identify", { body: { fileNames } });
    setFound(items);
  };
  return (
    <Page
      title="Identify readers"
      lead="Name the files in a folder, and see which pipelines read and write them, and from which system they come."
    >
      <div className="card identify">
        <Form onSubmit={submit} submit="Identify" disabled={fileNames.length === 0}>
          <AreaField
            label="File names"
            name="fileNames"
            hint="One on each line, up to 100. A path is fine: the last part of it counts."
            rows={6}
            value={text}
            onChange={setText}
          />
        </Form>
      </div>
      <div aria-live="polite">{found && <Identified files={found} />}</div>
    </Page>
  );
}
