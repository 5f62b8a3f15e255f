import { z } from "zod";
import { AwsError } from "../aws-error.ts";
import { newSecretArn, type SecretStore, type StoredSecret } from "./secret-store.ts";

export const Token = z.string().min(32).max(64);
export const Name = z.string().regex(/^[\w/+=.@-]{1,512}$/);
export const Id = z.string().min(1).max(2048);
export const Text = z.string().max(65_536);
export const Stage = z.string().min(1).max(256);

/** One call of Secrets Manager: what it works on, and who judges whether it may. */
export interface SecretsCall {
  store: SecretStore;
  accountId: string;
  region: string;
  now: number;
  may(action: string, arn: string): void;
}

export type SecretsAction = (call: SecretsCall, input: unknown) => object;

export function found(call: SecretsCall, action: string, id: string): StoredSecret {
  call.may(action, arnOf(call, id));
  const secret = call.store.find(id);
  if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
  return secret;
}

/** Of one that is not there, what it might be called. */
export function arnOf({ store, accountId, region }: SecretsCall, id: string): string {
  return store.find(id)?.arn ?? newSecretArn(accountId, region, id);
}

/** Nothing of what was sent is repeated: it may be the secret. */
export function parsed<Input>(schema: z.ZodType<Input>, input: unknown): Input {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(`Invalid: ${result.error.issues.map(({ path }) => path.join(".")).join(", ")}.`);
}

export function invalid(message: string): AwsError {
  return new AwsError(400, "InvalidParameterException", message);
}

export function notFound(message: string): AwsError {
  return new AwsError(400, "ResourceNotFoundException", message);
}
