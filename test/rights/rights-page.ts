import type { PolicyTemplates, StatementTemplate } from "../../local/cloud/lambda-policies.ts";
import { type Evidence, nameOf, neededBy, shortOf } from "./findings.ts";
import { type Right, rightsIn } from "./policy-judge.ts";
import { usedElsewhere } from "./unused.ts";

const NAMED_MAX = 4;

/** docs/rights.md: every right of every Lambda, and what it is needed for. */
export function rightsPage(templates: PolicyTemplates, evidence: Map<string, Evidence>): string {
  const sections = Object.entries(templates).map(([lambda, statements]) => {
    const own = evidence.get(lambda);
    if (!own) throw new Error(`nothing is known of ${lambda}`);
    const rows = statements.flatMap((statement, place) =>
      statement.Effect === "Deny"
        ? [denial(statement)]
        : rightsIn(statements)
            .filter((right) => right.place === place)
            .map((right) => row(own, statements, right)),
    );
    return `## ${lambda}\n\n| right | on | only if | needed for |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  return `${HEAD}\n${sections.join("\n")}`;
}

const HEAD = `# What each Lambda may do

<!-- Written by the test: KEYTURN_UPDATE=1 npm test -- test/rights writes it anew. -->

Every statement of every Lambda's policy, as \`stacks/grants.ts\` deploys it and the laptop gives it, and the routes,
events and schedules that were refused something without it. What none of them needs says what it is for. In
names, \`{app}\` is the deployment's, \`{bucket}\` each managed bucket, \`{adoptedPath}\` each adopted path.
`;

function row(own: Evidence, statements: StatementTemplate[], right: Right): string {
  const { statement, action, resource } = right;
  return line(code(action), code(shortOf(resource)), conditionsOf(statement), needs(own, statements, right));
}

function denial(statement: StatementTemplate): string {
  const what = `**never** ${statement.Action.map(code).join(", ")}`;
  return line(what, statement.Resource.map(shortOf).map(code).join(", "), conditionsOf(statement), "");
}

function conditionsOf({ Condition = {} }: StatementTemplate): string {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => `${operator} \`${key}\` ${values.map(code).join(", ")}`),
  );
  return conditions.join("; ");
}

function line(...cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function needs(own: Evidence, statements: StatementTemplate[], right: Right): string {
  const names = neededBy(own, statements, right);
  if (names.length === 0) return usedElsewhere[nameOf(own.lambda, right)] ?? "";
  const more = names.length - NAMED_MAX;
  return names.slice(0, NAMED_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function code(text: string): string {
  return `\`${text}\``;
}
