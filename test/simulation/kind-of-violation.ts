/** A violation without the names and numbers of its history, and without what is quoted behind a colon. */
export function kindOf(violation: string): string {
  return (violation.split(/: | \(|\n/)[0] ?? "")
    .replace(/(?:con|svc)_[0-9a-f]+|AKIA[A-Z0-9]+|kt-[\w-]+/g, "…")
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "…")
    .replace(/\bp\d+\.\d+(?:r\d)?\b/g, "…")
    .replace(/acme|globex|initech/g, "…")
    .replace(/\d[\d,:.TZ-]*/g, "…");
}
