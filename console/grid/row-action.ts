/** Something that can be done with a row. */
export interface RowAction {
  words: string;
  run: () => void;
  danger?: boolean;
  /** Why it cannot be done now. */
  not?: string | undefined;
}
