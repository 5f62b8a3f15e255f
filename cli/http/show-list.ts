import { print, say, table } from "../output.ts";

const TELLS_EVERY = 1_000;

/** All items of a list as a table, or for programs a JSON document a line, each as it comes. */
export async function showList<Item>(
  items: AsyncIterable<Item>,
  json: boolean | undefined,
  columns: Record<string, (item: Item) => string>,
): Promise<void> {
  const shown: Item[] = [];
  let count = 0;
  for await (const item of items) {
    count += 1;
    if (json) print(JSON.stringify(item));
    else shown.push(item);
    if (count % TELLS_EVERY === 0) say(`${count} so far`);
  }
  if (json) return;
  if (count === 0) return say("There are none.");
  const cells = shown.map((item) => Object.values(columns).map((cell) => cell(item)));
  print(table(Object.keys(columns), cells));
}

/** As many as are asked for: the list is not read further. */
export async function* firstOf<Item>(items: AsyncIterable<Item>, max: number): AsyncGenerator<Item> {
  let left = max;
  if (left <= 0) return;
  for await (const item of items) {
    yield item;
    left -= 1;
    if (left === 0) return;
  }
}
