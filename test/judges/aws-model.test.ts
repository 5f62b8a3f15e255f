import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorCode, query } from "../../local/aws/testing/raw-request.ts";
import { startTestEndpoint, type TestEndpoint } from "../../local/aws/testing/test-endpoint.ts";

// AWS's own description of IAM's API, as the AWS CLI and boto3 have it with them. They are no dependency; where they are
// not installed, local/aws/iam/iam-limits.test.ts has to do.
const READ_MODEL = `
import json, botocore.loaders
model = botocore.loaders.Loader().load_service_model("iam", "service-2")
shapes = model["shapes"]
kept = ("type", "min", "max", "pattern", "enum")
actions = {}
for name, operation in model["operations"].items():
    given = shapes.get(operation.get("input", {}).get("shape"), {"members": {}})
    members = {m: {k: v for k, v in shapes[s["shape"]].items() if k in kept} for m, s in given["members"].items()}
    actions[name] = {"members": members, "required": given.get("required", [])}
print(json.dumps(actions))
`;
const read = spawnSync("python3", ["-c", READ_MODEL], { encoding: "utf8", maxBuffer: 16 * 1024 * 1024 });
const hasModel = read.status === 0;
if (!hasModel)
  console.log("botocore is not installed: the laptop's IAM is not held against AWS's model of it");

interface Member {
  type: "string" | "integer" | "boolean" | "list";
  min?: number;
  max?: number;
  pattern?: string;
  enum?: string[];
}
type Action = { members: Record<string, Member>; required: string[] };
const actions: Record<string, Action> = hasModel ? JSON.parse(read.stdout) : {};

/** Something that fits, for what an action cannot do without. */
const FITTING: Record<string, string> = {
  AccessKeyId: "AKIANOBODYSKEY000001",
  PermissionsBoundary: "arn:aws:iam::000000000000:policy/nobodys",
  PolicyArn: "arn:aws:iam::000000000000:policy/nobodys",
  PolicyDocument: "{}",
  PolicyName: "nobodys",
  Status: "Active",
  "TagKeys.member.1": "key",
  "Tags.member.1.Key": "key",
  "Tags.member.1.Value": "value",
  UserName: "nobody",
  VersionId: "v1",
};
/** With the user's name too where it may be left out: root has none that would be taken instead. */
function fittingFor({ members, required }: Action): Record<string, string> {
  const isWanted = (member: string) =>
    required.includes(member) || (member === "UserName" && member in members);
  return Object.fromEntries(Object.entries(FITTING).filter(([name]) => isWanted(name.split(".")[0] ?? "")));
}

/** Values that the model forbids, each with what is wrong with it. */
function forbidden({ type, min = 0, max, pattern, enum: values }: Member): [string, string][] {
  if (type === "integer") {
    return [
      ["too small", String(min - 1)],
      ...(max ? [["too large", String(max + 1)] as [string, string]] : []),
    ];
  }
  if (type !== "string") return [];
  return [
    ...(min > 0 ? [["too short", "a".repeat(min - 1)] as [string, string]] : []),
    ...(max ? [["too long", "a".repeat(max + 1)] as [string, string]] : []),
    ...(pattern ? [["against the pattern", "\u2713".repeat(Math.max(min, 1))] as [string, string]] : []),
    ...(values ? [["no such value", "Nonsense"] as [string, string]] : []),
  ];
}

describe.skipIf(!hasModel)("AWS's model of IAM", () => {
  let laptop: TestEndpoint;
  beforeAll(async () => {
    laptop = await startTestEndpoint();
  });
  afterAll(() => laptop[Symbol.asyncDispose]());
  const ask = async (name: string, params: Record<string, string>) =>
    errorCode(await query(laptop, laptop.root, name, params));
  const answers = new Map<string, string>();
  const isDone = (name: string) => answers.get(name) !== "NotImplemented 501";

  test("each of its actions is done, or answers that it is not", async () => {
    for (const [name, action] of Object.entries(actions))
      answers.set(name, await ask(name, fittingFor(action)));
    expect([...answers].filter(([, answer]) => answer.startsWith("InvalidAction"))).toEqual([]);
    expect([...answers.keys()].filter(isDone).length).toBeGreaterThan(20);
  });

  test("what fits its constraints is understood, and what does not is a ValidationError", async () => {
    const wrong: string[] = [];
    const done = Object.entries(actions).filter(([name]) => isDone(name));
    for (const [name, action] of done) {
      const fitting = fittingFor(action);
      if (answers.get(name)?.startsWith("ValidationError")) wrong.push(`${name} as it should be`);
      for (const [member, constraints] of Object.entries(action.members)) {
        const tries = forbidden(constraints);
        for (const [what, value] of tries) {
          const answer = await ask(name, { ...fitting, [member]: value });
          if (answer !== "ValidationError 400") wrong.push(`${name} with ${member} ${what}: ${answer}`);
        }
      }
      for (const [member, { max, pattern }] of Object.entries(action.members)) {
        if (!max || !pattern?.startsWith("[\\w")) continue;
        const answer = await ask(name, { ...fitting, [member]: "a".repeat(max) });
        if (answer.startsWith("ValidationError")) wrong.push(`${name} with the longest ${member}: ${answer}`);
      }
      for (const member of action.required) {
        const left = Object.entries(fitting).filter(([given]) => given.split(".")[0] !== member);
        const answer = await ask(name, Object.fromEntries(left));
        if (answer !== "ValidationError 400") wrong.push(`${name} without ${member}: ${answer}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
