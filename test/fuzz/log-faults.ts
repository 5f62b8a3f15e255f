import type { Secrets } from "./secrets.ts";

/** What a process must not have written to its log: secrets, and errors that nobody expected. */
export function logFaults(log: string, secrets: Secrets): string[] {
  const lines = log.split("\n");
  const errors = lines.filter((line) => /"level":"(ERROR|CRITICAL)"|unhandled|uncaught/i.test(line));
  return [
    ...errors.slice(0, 5).map((line) => `logged: ${line.slice(0, 600)}`),
    ...secrets.faultsIn(log.replaceAll(/"stack":"[^"]*"/g, "")).map((what) => `in the log: ${what}`),
  ];
}
