import { usePolicy, useSummary } from "../api/reads.ts";
import { useConnections } from "../connections/use-connections.ts";
import { Empty } from "../parts/empty.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { When } from "../parts/when.tsx";
import "../styles/glance.css";
import { AgeChart } from "./age-chart.tsx";
import { Counts } from "./counts.tsx";
import { DueNext } from "./due-next.tsx";
import { Held } from "./held.tsx";

/** How the org's keys stand. */
export default function GlancePage() {
  const summary = useSummary();
  const connections = useConnections();
  const policy = usePolicy();
  return (
    <Page
      title="At a glance"
      lead={
        summary.data && (
          <>
            How your org's access keys stood <When at={summary.data.asOf} />
          </>
        )
      }
    >
      <Loaded query={summary} what="the summary">
        {(counted) =>
          counted.connections === 0 ? (
            <Empty title="No access keys yet">
              <p>
                Begin with a <a href="#/services">data service</a>: it gets a folder of its own, and a user
                that alone has access to it.
              </p>
            </Empty>
          ) : (
            <Counts summary={counted} />
          )
        }
      </Loaded>
      {summary.data?.connections !== 0 && (
        <Loaded query={connections} what="the connections">
          {(all) => (
            <div className="glance">
              <section className="card stack wide" aria-labelledby="ages">
                <h2 id="ages">Ages of the keys</h2>
                <Loaded query={policy} what="the policy">
                  {({ rotation }) => (
                    <AgeChart
                      agesDays={all.flatMap(({ keyAgeDays }) => keyAgeDays ?? [])}
                      maxAgeDays={rotation.maxAgeDays}
                    />
                  )}
                </Loaded>
              </section>
              <DueNext connections={all} now={summary.data?.asOf} />
              <Held connections={all} />
            </div>
          )}
        </Loaded>
      )}
    </Page>
  );
}
