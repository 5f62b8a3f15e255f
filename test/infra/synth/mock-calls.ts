import { ACCOUNT } from "./mock-cloud.ts";

/** A statement as Pulumi's getPolicyDocument takes it. */
interface StatementArgs {
  sid?: string;
  effect?: string;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  conditions?: { test: string; variable: string; values: string[] }[];
  principals?: { type: string; identifiers: string[] }[];
}

type Call = (inputs: { statements?: StatementArgs[] }, region: string) => Record<string, unknown>;

/** What the stacks and SST's components ask AWS before anything is made. */
const calls: Record<string, Call> = {
  getPartition: () => ({ partition: "aws", dnsSuffix: "amazonaws.com" }),
  getRegion: (_, region) => ({ region, name: region, id: region }),
  getCallerIdentity: () => ({ accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` }),
  getPolicyDocument: (inputs) => ({
    ...inputs,
    json: JSON.stringify(policyDocument(inputs.statements ?? [])),
  }),
};

/** Throws on a call whose answer is not known here: an invented one would hide a fault. */
export function answerCall(token: string, inputs: object, region: string): Record<string, unknown> {
  const call = calls[token.split(":").at(-1) ?? ""];
  if (!call) throw new Error(`the mock cloud has no answer to ${token}: add it to synth/mock-calls.ts`);
  return call(inputs, region);
}

function policyDocument(statements: StatementArgs[]): object {
  return { Version: "2012-10-17", Statement: statements.map(statementOf) };
}

function statementOf({ sid, effect, actions, notActions, resources, conditions, principals }: StatementArgs) {
  return {
    Sid: sid,
    Effect: effect ?? "Allow",
    Action: actions,
    NotAction: notActions,
    Resource: resources,
    Condition: conditions && conditionOf(conditions),
    Principal:
      principals && Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])),
  };
}

function conditionOf(conditions: NonNullable<StatementArgs["conditions"]>) {
  const condition: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) {
    condition[test] = { ...condition[test], [variable]: values };
  }
  return condition;
}
