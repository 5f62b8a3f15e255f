/**
 * Rights that nothing in the scenario comes to need, and what they are for: by a Lambda's name, the action and the
 * resource as local/cloud/lambda-policies.json has it, without the beginning of the ARN. The tests refuse one that is
 * needed after all, and one that is not granted any more.
 */
export const usedElsewhere: Record<string, string> = {
  "notifyDependents: ses:SendEmail on configuration-set/*":
    "SES asks for it where the sender's identity has a configuration set; the laptop's has none",
};
