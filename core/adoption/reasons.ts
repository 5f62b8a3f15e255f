/** Why a row is not taken, as a program reads it: stable, in snake_case. */
export type ReasonCode =
  | "malformed_row"
  | "invalid_service_name"
  | "invalid_bucket"
  | "invalid_folder"
  | "managed_folder"
  | "invalid_region"
  | "invalid_user_name"
  | "invalid_access_key_id"
  | "invalid_pipeline_ids"
  | "unknown_pipeline"
  | "user_named_twice"
  | "no_such_user"
  | "user_under_keyturn"
  | "user_under_other_path"
  | "user_of_another_org"
  | "adopted_as_another"
  | "deleted_lately"
  | "several_keys"
  | "no_such_key"
  | "service_limit_reached";

export interface Reason {
  code: ReasonCode;
  /** A sentence for whoever wrote the row. */
  message: string;
}

export function reason(code: ReasonCode, message: string): Reason {
  return { code, message };
}
