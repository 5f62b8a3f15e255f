/** What a resource of this stage is called where people and other programs must find it. */
export function nameOf(part?: string): string {
  return ["keyturn", $app.stage, part].filter((one) => one !== undefined).join("-");
}

/** Bucket names have 63 characters at most, of which a region and an account take 28. */
const STAGE = /^[a-z][a-z0-9-]{0,19}$/;

/** Throws before anything is made under a name that AWS would refuse later. */
export function assertStage(stage: string): void {
  if (STAGE.test(stage)) return;
  throw new Error(
    `Keyturn cannot be deployed: the stage ${stage} is not 1 to 20 lowercase letters, digits and dashes, the first a letter, for example production`,
  );
}

/** `sweepShard` as `SweepShard` for Pulumi, which names resources in one style. */
export function logicalName(name: string): string {
  return name
    .split(/[^A-Za-z0-9]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** `sweepShard` as `sweep-shard`. */
export function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
