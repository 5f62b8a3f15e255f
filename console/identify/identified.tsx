import type { IdentifiedFiles } from "@keyturn/client";
import "../styles/identify.css";
import { kindWords } from "../pipelines/pipeline-words.ts";

type File = IdentifiedFiles["items"][number];

export function Identified({ files }: { files: readonly File[] }) {
  return (
    <div className="card sheet">
      <table className="sheet-table">
        <caption className="visually-hidden">Who reads and writes each file</caption>
        <thead>
          <tr>
            <th scope="col">File name</th>
            <th scope="col">Read by</th>
            <th scope="col">Written by</th>
            <th scope="col">Comes from</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same name may have been asked for twice
            <tr key={place}>
              <th scope="row" className="mono">
                {file.fileName}
                {file.ambiguous && <span className="badge warn">Several readers</span>}
              </th>
              <td>
                <Pipelines pipelines={file.readers} count={file.readerCount} />
              </td>
              <td>
                <Pipelines pipelines={file.writers} count={file.writerCount} />
              </td>
              <td>{file.sourceSystems.join(", ") || <span className="muted">–</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Pipelines({ pipelines, count }: { pipelines: File["readers"]; count: number }) {
  if (count === 0) return <span className="muted">Nobody known</span>;
  return (
    <ul>
      {pipelines.map(({ pipelineId, name, kind }) => (
        <li key={pipelineId}>
          {name} <span className="muted">{kindWords[kind]}</span>
        </li>
      ))}
      {count > pipelines.length && <li className="muted">and {count - pipelines.length} more</li>}
    </ul>
  );
}
