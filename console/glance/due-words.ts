const DAY_MS = 86_400_000;

/** How far away it is, in days. */
export function dueWords(at: string, now: string): string {
  const days = Math.floor((Date.parse(at) - Date.parse(now)) / DAY_MS);
  if (days === 0) return "due within a day";
  if (days === 1) return "due in 1 day";
  if (days > 1) return `due in ${days.toLocaleString("en-GB")} days`;
  const overdue = -days - 1;
  if (overdue === 0) return "due since today";
  return overdue === 1 ? "overdue for 1 day" : `overdue for ${overdue.toLocaleString("en-GB")} days`;
}
