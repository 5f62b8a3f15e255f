import type * as z from "zod";
import { AddConnectionBody } from "../bodies/add-connection.ts";
import { AdoptUsersBody } from "../bodies/adopt-users.ts";
import { ChangePolicyBody } from "../bodies/change-policy.ts";
import { ChangeServiceBody } from "../bodies/change-service.ts";
import { CreateServiceBody } from "../bodies/create-service.ts";
import { RestoreBody, RetireBody } from "../bodies/end-of-key.ts";
import { IdentifyFilesBody } from "../bodies/identify-files.ts";
import { PutAccessKeyBody } from "../bodies/put-access-key.ts";
import { PutPipelineBody } from "../bodies/put-pipeline.ts";
import { ResetBody } from "../bodies/reset-access-key.ts";

/** What the routes take: the handlers' own schemas, by the names that the document has for them. */
export const bodies = {
  CreateServiceBody,
  ChangeServiceBody,
  AddConnectionBody,
  ResetAccessKeyBody: ResetBody,
  PutAccessKeyBody,
  RetireAccessKeyBody: RetireBody,
  RestoreAccessKeyBody: RestoreBody,
  PutPipelineBody,
  IdentifyFilesBody,
  AdoptUsersBody,
  ChangePolicyBody,
} satisfies Record<string, z.ZodType>;

export type BodyName = keyof typeof bodies;
