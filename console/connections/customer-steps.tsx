import type { Connection } from "@keyturn/client";
import { When } from "../parts/when.tsx";

type Steps = NonNullable<Connection["steps"]>;

const words: Record<Steps[number]["step"], string> = {
  confirm: "The new key passed its checks",
  deactivate: "The old key is deactivated in AWS",
  delete: "The old key is deleted in AWS, and you have said so here",
};

/** What the customer does once a new pair is given. */
export function CustomerSteps({ steps }: { steps: Steps }) {
  return (
    <section className="card stack" aria-labelledby="steps-card">
      <h2 id="steps-card">Moving to the new key</h2>
      <ol className="steps">
        {steps.map(({ step, doneAt }) => (
          <li key={step}>
            {words[step]}
            {doneAt ? (
              <span className="muted">
                {" "}
                · <When at={doneAt} />
              </span>
            ) : (
              <span className="muted"> · to do</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
