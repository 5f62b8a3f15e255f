import { AwsError } from "../aws-error.ts";

/** What a parameter may look like. Lengths and patterns are those of AWS's own service model. */
export interface Shape {
  pattern: RegExp;
  /** The constraint in the words AWS uses for it. */
  shown: string;
  min: number;
  max: number;
}

const NAME = { pattern: /^[\w+=,.@-]+$/, shown: regex("[\\w+=,.@-]+"), min: 1 };
export const SHAPES = {
  /** One that is given to a user. */
  userName: { ...NAME, max: 64 },
  /** One that a user should have already: longer ones were possible once. */
  existingUserName: { ...NAME, max: 128 },
  policyName: { ...NAME, max: 128 },
  accessKeyId: { pattern: /^\w+$/, shown: regex("[\\w]+"), min: 16, max: 128 },
  path: {
    pattern: /^\/([!-~]+\/)?$/,
    shown: regex("(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)"),
    min: 1,
    max: 512,
  },
  pathPrefix: { pattern: /^\/[!-\x7f]*$/, shown: regex("\\u002F[\\u0021-\\u007F]*"), min: 1, max: 512 },
  policyPath: {
    pattern: /^((\/[A-Za-z0-9.,+@=_-]+)*)\/$/,
    shown: regex("((/[A-Za-z0-9\\.,\\+@=_-]+)*)/"),
    min: 1,
    max: 512,
  },
  description: { pattern: /^[\s\S]*$/, shown: "", min: 0, max: 1000 },
  arn: { pattern: /^[\s\S]+$/, shown: "", min: 20, max: 2048 },
  status: oneOf("Active", "Inactive"),
  scope: oneOf("All", "AWS", "Local"),
  policyUsage: oneOf("PermissionsPolicy", "PermissionsBoundary"),
  boolean: oneOf("true", "false"),
  versionId: {
    pattern: /^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/,
    shown: regex("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?"),
    min: 0,
    max: 128,
  },
  policyDocument: {
    pattern: /^[\t\n\r -\u00ff]+$/,
    shown: regex("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"),
    min: 1,
    max: 131_072,
  },
  marker: { pattern: /^[\x20-\xff]+$/, shown: regex("[\\u0020-\\u00FF]+"), min: 1, max: 320 },
  tagKey: {
    pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u,
    shown: regex("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+"),
    min: 1,
    max: 128,
  },
  tagValue: {
    pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u,
    shown: regex("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"),
    min: 0,
    max: 256,
  },
} satisfies Record<string, Shape>;

function regex(pattern: string): string {
  return `regular expression pattern: ${pattern}`;
}

function oneOf(...values: string[]): Shape {
  const pattern = new RegExp(`^(${values.join("|")})$`);
  return { pattern, shown: `enum value set: [${values.join(", ")}]`, min: 0, max: 128 };
}

/** The value itself. Throws what AWS answers for one that does not fit; `null` is one that was not given. */
export function checked(name: string, value: string | null, shape: Shape): string {
  if (value === null) throw invalid(name, value, "not be null");
  if (value.length < shape.min) {
    throw invalid(name, value, `have length greater than or equal to ${shape.min}`);
  }
  if (value.length > shape.max) throw invalid(name, value, `have length less than or equal to ${shape.max}`);
  if (!shape.pattern.test(value)) throw invalid(name, value, `satisfy ${shape.shown}`);
  return value;
}

/** A whole number. */
export function checkedNumber(name: string, value: string, least: number, most: number): number {
  const number = /^-?\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw new AwsError(400, "MalformedInput", "Invalid Argument");
  if (number < least) throw invalid(name, value, `have value greater than or equal to ${least}`);
  if (number > most) throw invalid(name, value, `have value less than or equal to ${most}`);
  return number;
}

/** A list as the Query protocol flattens it: `Tags.member.1…`, `Tags.member.2…`. Answers the names of its members. */
export function membersOf(params: URLSearchParams, list: string, most: number): string[] {
  const given = new Set([...params.keys()].map((name) => name.split(".").slice(0, 3).join(".")));
  const members: string[] = [];
  while (given.has(`${list}.member.${members.length + 1}`)) {
    members.push(`${list}.member.${members.length + 1}`);
  }
  if (members.length > most) throw invalid(list, "[…]", `have length less than or equal to ${most}`);
  return members;
}

/** Throws what AWS answers where a list was not given at all; one without members can be given as `Tags=`. */
export function requiredList(params: URLSearchParams, list: string): void {
  const isGiven = [...params.keys()].some((name) => name === list || name.startsWith(`${list}.`));
  if (!isGiven) throw invalid(list, null, "not be null");
}

function invalid(name: string, value: string | null, must: string): AwsError {
  const field = name.slice(0, 1).toLowerCase() + name.slice(1);
  const shown = value === null ? "Value null" : `Value '${value}'`;
  return validationError(
    `1 validation error detected: ${shown} at '${field}' failed to satisfy constraint: Member must ${must}`,
  );
}

export function validationError(message: string): AwsError {
  return new AwsError(400, "ValidationError", message);
}
