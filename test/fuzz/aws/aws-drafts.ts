import type { Random } from "../../simulation/random.ts";
import type { Draft } from "../draft.ts";
import { BODIES } from "../mutate-body.ts";
import { HEADERS } from "../mutate-head.ts";
import { changeForm, spoilTarget } from "../mutate-target.ts";
import { spoilWire } from "../mutate-wire.ts";
import { spoilBy } from "../spoil-by.ts";
import { brokenPlan } from "./break-plan.ts";
import { iamPlans, stsPlans } from "./iam-plans.ts";
import { dynamoPlans, eventsPlans, secretsPlans, sesPlans } from "./json-plans.ts";
import type { KnownAws } from "./known-aws.ts";
import type { MakePlan, Plan } from "./plan.ts";
import { s3Plans } from "./s3-plans.ts";
import { signedDraft } from "./sign-plan.ts";

export interface AwsDraft {
  draft: Draft;
  /** `iam CreateUser`. */
  call: string;
  plan: Plan;
  isValid: boolean;
}

const services: Record<string, Record<string, MakePlan>> = {
  ...{ s3: s3Plans, iam: iamPlans, sts: stsPlans, events: eventsPlans, secretsmanager: secretsPlans },
  ...{ ses: sesPlans, dynamodb: dynamoPlans },
};
const calls = Object.entries(services).flatMap(([service, plans]) =>
  Object.entries(plans).map(([name, make]) => ({ call: `${service} ${name}`, make })),
);
export const callNames = calls.map(({ call }) => call);

/** Times that a signature claims, beside the right one; ms from now. */
const OFF_BY_MS = [-16 * 60_000, 16 * 60_000, -30 * 86_400_000, 10 * 365 * 86_400_000, -14 * 60_000];

/** Makes signed requests: every call in turn, valid and broken, before it is signed and after. */
export function awsDrafts(aws: KnownAws, port: number) {
  return (n: number, random: Random): AwsDraft => {
    const { call, make } = calls[n % calls.length] as (typeof calls)[number];
    const meant = make(aws, random);
    const kind = random.weighted({ valid: 40, before: 35, after: 22, time: 3 });
    const { plan, how } = kind === "before" ? brokenPlan(meant, random) : { plan: meant, how: "" };
    const key = aws.keys.length > 0 && random.chance(0.12) ? random.pick(aws.keys) : aws.root;
    const off = kind === "time" ? random.pick(OFF_BY_MS) : 0;
    const draft = signedDraft(plan, key, port, Date.now() + off);
    if (how) draft.spoiled.push(how);
    if (/[^\x21-\x7e]/.test(draft.target) || draft.target.length > 6_000) draft.isOddHttp = true;
    if (kind === "after") breakSigned(draft, random, port);
    return { draft, call, plan, isValid: kind === "valid" };
  };
}

function breakSigned(draft: Draft, random: Random, port: number): void {
  const changes: Record<string, () => void> = {
    target: () => spoilTarget(draft, random),
    header: () => spoilBy(HEADERS, draft, random),
    body: () => spoilBy(BODIES, draft, random),
    form: () => changeForm(draft, random),
    wire: () => spoilWire(draft, random, port),
  };
  changes[random.weighted({ target: 4, header: 4, body: 4, form: 0.5, wire: 4 })]?.();
  if (draft.body.length > 0 && draft.headers.some(([name]) => name.toLowerCase() === "transfer-encoding"))
    draft.isOddHttp = true;
}
