/** What is logged of each finding; the metric of the alarm is made of it (functions/metrics.ts). */
export const DIFFERS = "IAM differs from the records";
