import type { PlacedRow } from "./read-plan.ts";

/** Where each user is named, by its name as IAM compares names: without its case. */
export function placesOf(rows: readonly PlacedRow[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const { place, row } of rows) {
    if (!row) continue;
    const name = row.userName.toLowerCase();
    places.set(name, [...(places.get(name) ?? []), place]);
  }
  return places;
}
