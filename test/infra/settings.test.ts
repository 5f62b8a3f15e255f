import { expect, test } from "vitest";
import { settings } from "./deployment.ts";
import { SynthFault, synth } from "./synth.ts";

/** Why the stacks refuse these settings, and what they had made by then. */
async function refusal(
  wrong: Record<string, string>,
  stage?: string,
): Promise<{ says: string; made: number }> {
  const fault = await synth({ settings: { ...settings, ...wrong }, ...(stage && { stage }) }).catch(
    (thrown) => thrown,
  );
  if (!(fault instanceof SynthFault)) throw new Error(`it was not refused: ${fault}`);
  return { says: fault.message, made: fault.resourcesRegistered };
}

test.each([
  ["KEYTURN_REGIONS", "", "it is not set, for example eu-central-1,us-east-1"],
  ["KEYTURN_REGIONS", "Frankfurt", "expected AWS regions, separated by commas, for example eu-central-1"],
  ["KEYTURN_JWT_ISSUER", "", "it is not set, for example https://login.example.com/"],
  ["KEYTURN_JWT_ISSUER", "http://login.example.com/", "expected an https URL, for example https://login"],
  ["KEYTURN_ADOPTED_USER_PATHS", "/keyturn/x/", "none of them under /keyturn/, for example /portal/s3/"],
])("%s=%s is refused in a sentence, before anything is made", async (setting, value, sentence) => {
  const { says, made } = await refusal({ [setting]: value });
  expect(says).toContain(`Keyturn cannot be deployed: ${setting}: `);
  expect(says).toContain(sentence);
  expect(made).toBe(0);
});

test("all that is wrong is said at once", async () => {
  const { says } = await refusal({ KEYTURN_REGIONS: "", KEYTURN_JWT_AUDIENCE: "" });
  expect(says).toContain("KEYTURN_REGIONS");
  expect(says).toContain("KEYTURN_JWT_AUDIENCE");
});

test("a stage that no bucket could be named after is refused before anything is made", async () => {
  const { says, made } = await refusal({}, "My_Stage");
  expect(says).toContain("for example production");
  expect(made).toBe(0);
});
