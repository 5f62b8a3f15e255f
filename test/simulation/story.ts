import { sabotages } from "./sabotages.ts";
import { shrink } from "./shrink.ts";
import { replaying } from "./simulation-options.ts";

const LINES_MAX = 600;

/**
 * What a failing history was, without what it can do without; and the command that runs just that. `sabotage` names the rule
 * that was broken on purpose, if one was.
 */
export async function storyOf(seed: number, sabotage?: string, rerunsMax?: number): Promise<string> {
  const options = sabotage === undefined ? {} : { sabotage: sabotages[sabotage] };
  const { whole, minimal, reruns, isMinimal } = await shrink(seed, options, rerunsMax);
  const command = replaying(seed, minimal.made, sabotage).map((one) =>
    /[^\w.,:#-]/.test(one) ? `"${one}"` : one,
  );
  return [
    `the history of seed ${seed} broke what must always hold:`,
    ...whole.violations.map((text) => `  * ${text}`),
    `Of the ${whole.made.length} things that came to pass in it ${minimal.made.length} are needed, and ${minimal.lines.length} of its ${whole.lines.length} lines ` +
      `(found by ${reruns} reruns${isMinimal ? "" : "; there may be more to leave out"}):`,
    ...minimal.violations.map((text) => `  * ${text}`),
    `run it again: npm run simulate -- ${command.join(" ")}`,
    ...minimal.lines.map((line) => line.slice(0, 240)).slice(-LINES_MAX),
  ].join("\n");
}
