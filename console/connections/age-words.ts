/** An age as people say it. */
export function ageWords(days: number): string {
  return days === 1 ? "1 day" : `${days.toLocaleString("en-GB")} days`;
}
