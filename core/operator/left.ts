/** What a command of the operator's could not bring to its end, and why. */
export interface Left {
  /** The id of a record, or the name of a user or an org. */
  of: string;
  error: string;
}
