import { afterAll, expect, test } from "vitest";
import { openTestCloud } from "../support/test-cloud.ts";
import { keyturn } from "./keyturn-command.ts";

const cloud = await openTestCloud();
afterAll(() => cloud.close());

const AFTER_RESTORE = ["reconcile", "--after-restore", "--paused"];
const TABLE = { KEYTURN_TABLE: "keyturn" };

test.each([
  [[], {}, "Say what to do."],
  [["delete"], {}, "There is no command delete."],
  [["delete-org", "acme"], {}, "There is no command delete-org."],
  [["org"], {}, "There is no command org."],
  [["org", "rename", "acme"], {}, "There is no command org rename."],
  [["adopt"], TABLE, "Say whose users they become"],
  [["adopt", "--org", "a/b"], TABLE, "An org has 1 to 63"],
  [["adopt", "--org", "acme"], TABLE, "Say where the plan is"],
  [["adopt", "--org", "acme", "--plan", "nowhere.csv"], TABLE, "cannot be read (ENOENT)"],
  [["adopt", "--org", "acme", "--plan", "package.json"], TABLE, "The plan's first line names its columns"],
  [["adopt", "acme"], TABLE, "Unexpected argument"],
  [["constructor"], {}, "There is no command constructor."],
  [["reconcile"], TABLE, "Say --after-restore"],
  [["reconcile", "--paused"], TABLE, "Say --after-restore"],
  [["reconcile", "--after-restore"], TABLE, "Stop the deployment and say --paused."],
  [AFTER_RESTORE, {}, "Set KEYTURN_TABLE to the table's name"],
  [[...AFTER_RESTORE, "--current", "con_1=AKIA"], TABLE, "--current takes a connection's id and a key's"],
  [[...AFTER_RESTORE, "--dryrun"], TABLE, "Unknown option '--dryrun'"],
  [[...AFTER_RESTORE, "acme"], TABLE, "Unexpected argument 'acme'"],
  [["org", "delete", "--confirm", "acme"], TABLE, "Name one org"],
  [["org", "delete", "acme", "globex", "--confirm", "acme"], TABLE, "Name one org"],
  [["org", "delete", "acme"], TABLE, "Say --confirm acme"],
  [["org", "delete", "acme", "--confirm", "Acme"], TABLE, "Say --confirm acme"],
  [["org", "delete", "-acme", "--confirm", "-acme"], TABLE, "Unknown option"],
  [["org", "delete", "a/b", "--confirm", "a/b"], TABLE, "An org has 1 to 63"],
  [
    ["org", "delete", "acme", "--confirm", "acme"],
    TABLE,
    "Set KEYTURN_BUCKETS to the managed bucket of each region",
  ],
  [
    ["org", "delete", "acme", "--confirm", "acme"],
    { ...TABLE, KEYTURN_BUCKETS: "x" },
    "KEYTURN_BUCKETS is not",
  ],
] as [string[], Record<string, string>, string][])(
  "says what is wrong with %j, changes nothing and ends with 2",
  async (args, environment, sentence) => {
    // With credentials and endpoints, so that only the sentence's reason keeps it from acting.
    const { KEYTURN_TABLE: _, KEYTURN_BUCKETS: __, ...aws } = cloud.environment;
    const { code, out, err } = await keyturn(args, { ...aws, ...environment });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
    expect(err).toContain("npm run --silent keyturn -- ");
  },
);

test.each([
  [["--help"], "org delete"],
  [["adopt", "--help"], "accessKeyId"],
  [["reconcile", "--help"], "--after-restore"],
  [["org", "delete", "--help"], "identity provider"],
])("explains itself: %j", async (args, word) => {
  const { code, out, err } = await keyturn(args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain(word);
});

test.each([
  ["a table that is not there", { KEYTURN_TABLE: "another" }, "Is KEYTURN_TABLE the table's name"],
  [
    "no credentials",
    { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_EC2_METADATA_DISABLED: "true" },
    "AWS credentials set?",
  ],
  ["no region", { AWS_REGION: "" }, "AWS_REGION"],
])("says in a sentence what may be wrong with %s, and ends with 1", async (_, change, sentence) => {
  const environment = { ...cloud.environment, HOME: "/nonexistent", ...change };
  const { code, out, err } = await keyturn(AFTER_RESTORE, environment);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain(sentence);
  expect(err.trim().split("\n")).toHaveLength(2);
});
