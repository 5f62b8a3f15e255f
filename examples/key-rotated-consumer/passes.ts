/** As much of EventBridge's language as the example's rule uses: per field the values that pass. */
export interface Pattern {
  readonly [field: string]: Pattern | readonly unknown[];
}

export function passes(pattern: Pattern, value: unknown): boolean {
  const fields = (typeof value === "object" ? value : undefined) as Record<string, unknown> | undefined;
  return Object.entries(pattern).every(([field, part]) => {
    const found = fields?.[field];
    return Array.isArray(part) ? part.includes(found) : passes(part as Pattern, found);
  });
}
