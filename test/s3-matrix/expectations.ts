/** Where a client stands, and what AWS answers it there. */
interface Situation {
  name: string;
  answer: Answer;
  why: string;
}
type Answer = "works" | keyof typeof STATUS;

/** S3's codes, and the statuses they come with: all that a client learns of a HEAD. */
const STATUS = {
  AccessDenied: 403,
  InvalidAccessKeyId: 403,
  SignatureDoesNotMatch: 403,
  ExpiredToken: 400,
} as const;

export const SITUATIONS = [
  { name: "own folder", answer: "works", why: "It is what the key is for." },
  {
    name: "sibling folder",
    answer: "AccessDenied",
    why: "A folder of the same org in the same bucket: the user's policy names its own folder and no other.",
  },
  { name: "other bucket", answer: "AccessDenied", why: "The policy names one bucket." },
  {
    name: "inactive key",
    answer: "InvalidAccessKeyId",
    why: "The old key of a staged reset, retired: S3 tells a deactivated key from none as little as a stranger can.",
  },
  { name: "deleted key", answer: "InvalidAccessKeyId", why: "The old key of an immediate reset." },
  {
    name: "wrong secret",
    answer: "SignatureDoesNotMatch",
    why: "The key's id with a secret of which one letter is another.",
  },
  {
    name: "session token",
    answer: "AccessDenied",
    why: "A session of 36 hours, which anybody may trade a key for: policy and boundary deny all to sessions, since they would outlive a reset.",
  },
  {
    name: "expired session",
    answer: "ExpiredToken",
    why: "That a session's time is over is said before what it may do.",
  },
  { name: "presigned", answer: "works", why: "Whoever has the URL has the right of the key that signed it." },
  {
    name: "expired presigned",
    answer: "AccessDenied",
    why: "“Request has expired”: S3 has no other code for it.",
  },
] as const satisfies Situation[];
export type SituationName = (typeof SITUATIONS)[number]["name"];

/** What a client does, each to objects of its own in the folder it is pointed at. */
export const OPERATIONS = [
  "put",
  "put in parts",
  "abort an upload",
  "get",
  "get a range",
  "head",
  "list",
  "list (version 1)",
  "copy",
  "copy out",
  "delete",
  "delete many",
  "get what is missing",
  "read tags",
  "head the bucket",
  "list buckets",
] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** What the policy does not allow in the key's own folder either. */
export const REFUSED_AT_HOME: Partial<Record<OperationName, string>> = {
  "get what is missing":
    "That something is missing is only said to those who may list the whole bucket; a folder's key is refused.",
  "read tags": "The policy has no right to tags.",
  "head the bucket": "It needs ListBucket without a prefix. Clients that probe so must be told not to.",
  "list buckets": "ListAllMyBuckets shows the buckets of all.",
};

/** What AWS answers; `bare` where the client only sees a HEAD refused: the status alone. */
export function expected(operation: OperationName, situation: SituationName, bare = false): string {
  const { answer } = SITUATIONS.find(({ name }) => name === situation) as Situation;
  const told = answer === "works" && operation in REFUSED_AT_HOME ? "AccessDenied" : answer;
  return told === "works" || !bare ? told : String(STATUS[told]);
}
