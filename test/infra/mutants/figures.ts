import { figuresAreTaken, theDashboardShowsWhatExists } from "../invariants/figures.ts";
import type { Mutant } from "./mutant.ts";

/** Faults in what is measured and drawn. */
export const mutants: Mutant[] = [
  {
    name: "a figure that nobody takes from the logs",
    file: "stacks/metrics.ts",
    find: "of measured)",
    replace: "of measured.slice(1))",
    breaks: figuresAreTaken,
    says: "figures: Keyturn test.OldestOutboxSeconds startSweep",
  },
  {
    name: "a dashboard of figures that nobody takes",
    file: "stacks/dashboard.ts",
    find: 'ofApi("Latency")',
    replace: 'awsMetric("ApiGateway", "Latency", { ApiId: "none" })',
    breaks: theDashboardShowsWhatExists,
    says: "AWS/ApiGateway Latency is of no ApiId none",
  },
];
