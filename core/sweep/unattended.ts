/** The sweep's log line of what was due and could not be done. An alarm reads it (functions/metrics.ts). */
export const UNATTENDED = "a due record could not be attended to; the next sweep tries again";
