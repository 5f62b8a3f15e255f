import type { Column, Sorting } from "./column.ts";

interface GridHeadProps<Row> {
  columns: readonly Column<Row>[];
  hasActions: boolean;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
}

export function GridHead<Row>({ columns, hasActions, sorting, onSort }: GridHeadProps<Row>) {
  return (
    <>
      <colgroup>
        {columns.map(({ key, width }) => (
          <col key={key} style={{ width: `${width}rem` }} />
        ))}
        {hasActions && <col style={{ width: "3.4rem" }} />}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map(({ key, head, by }) => (
            <th key={key} scope="col" aria-sort={by && ariaSort(key, sorting)}>
              {by ? (
                <button type="button" onClick={() => onSort(next(key, sorting))}>
                  {head}
                  <span aria-hidden="true" className="sort-mark">
                    {key === sorting.key && (sorting.descending ? "↓" : "↑")}
                  </span>
                </button>
              ) : (
                head
              )}
            </th>
          ))}
          {hasActions && (
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          )}
        </tr>
      </thead>
    </>
  );
}

function next(key: string, sorting: Sorting): Sorting {
  return { key, descending: key === sorting.key && !sorting.descending };
}

function ariaSort(key: string, sorting: Sorting) {
  if (key !== sorting.key) return "none";
  return sorting.descending ? "descending" : "ascending";
}
