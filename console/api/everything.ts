/** All items of a list, page by page: `everything((cursor) => keyturn.GET("/v1/pipelines", …))`. */
export async function everything<Item>(
  page: (query: { limit: number; cursor?: string }) => Promise<{ items: Item[]; cursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor !== null && { cursor }) };
    const { items, cursor: next } = await page(query);
    all.push(...items);
    cursor = next;
  } while (cursor !== null);
  return all;
}
