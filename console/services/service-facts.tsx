import { usePipelines } from "../api/reads.ts";
import { When } from "../parts/when.tsx";
import type { ShownService } from "./service-columns.tsx";
import { ownerWords, serviceType } from "./service-words.ts";

export function ServiceFacts({ service }: { service: ShownService }) {
  const { owner, region, state, pipelineIds, createdBy, createdOn, system } = service;
  const { data: pipelines = [] } = usePipelines();
  const nameOf = (id: string) => pipelines.find(({ pipelineId }) => pipelineId === id)?.name ?? id;
  return (
    <section className="card stack" aria-labelledby="service-facts">
      <h2 id="service-facts">Data service</h2>
      {system && <p className="muted">Made by Keyturn, for the org's own key in this region.</p>}
      <dl className="facts">
        <dt>Type</dt>
        <dd>{serviceType}</dd>
        <dt>Owner</dt>
        <dd>{ownerWords[owner]}</dd>
        {region && (
          <>
            <dt>Region</dt>
            <dd>{region}</dd>
          </>
        )}
        {state && (
          <>
            <dt>State</dt>
            <dd>{state}</dd>
          </>
        )}
        {createdOn && (
          <>
            <dt>Created</dt>
            <dd>
              <When at={createdOn} /> by {createdBy}
            </dd>
          </>
        )}
        <dt>Linked pipelines</dt>
        <dd>
          {pipelineIds.length === 0 ? (
            <span className="muted">None</span>
          ) : (
            <ul>
              {pipelineIds.map((id) => (
                <li key={id}>{nameOf(id)}</li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
    </section>
  );
}
