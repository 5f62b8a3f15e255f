import { usePolicy } from "../api/reads.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { useCan } from "../session/use-session.ts";
import { PolicyFacts } from "./policy-facts.tsx";
import { PolicyForm } from "./policy-form.tsx";

/** The org's rules. Super admins change them. */
export default function PolicyPage() {
  const query = usePolicy();
  const can = useCan();
  const canChange = can("changePolicy");
  return (
    <Page
      title="Policy"
      lead={
        canChange
          ? "When your org's keys are due, who is told, and how they are reset. Changes count at once."
          : "When your org's keys are due, who is told, and how they are reset. Your super admin changes it."
      }
    >
      <Loaded query={query} what="the policy">
        {(policy) => (canChange ? <PolicyForm policy={policy} /> : <PolicyFacts policy={policy} />)}
      </Loaded>
    </Page>
  );
}
