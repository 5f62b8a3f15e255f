import type * as z from "zod";
import type { ErrorCode } from "../../core/errors.ts";
import type { AnswerName } from "./answers.ts";
import type { BodyName } from "./bodies.ts";

/** What a caller has to know of a route beside what functions/routes.ts says. */
export interface Operation {
  summary: string;
  query?: z.ZodObject;
  body?: BodyName;
  /** By status; several names are one or the other, and none is no body. */
  answers: Partial<Record<200 | 201 | 204, readonly AnswerName[]>>;
  /** What the use case throws, as its docblock lists it. What every route can answer is in responses.ts. */
  codes: readonly ErrorCode[];
  /** Whether an Idempotency-Key is remembered. */
  idempotent?: true;
}
