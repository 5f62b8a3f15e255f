import type { ExitCode } from "./output.ts";

/** What an operator can have done. */
export interface Command {
  /** All of its help. */
  usage: string;
  /** Throws UsageFault, CallFailed; KeyturnProblem, KeyturnUnreachable. */
  run(args: string[]): Promise<ExitCode>;
}
