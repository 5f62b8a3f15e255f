import { type ParseArgsConfig, parseArgs } from "node:util";
import type { Command } from "../command.ts";
import { type ExitCode, exitCodes, print, UsageFault } from "../output.ts";
import { openSession, type Session } from "./session.ts";

const common = {
  url: { type: "string" },
  "token-file": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export const commonUsage = `  --url <url>          where Keyturn is (default: KEYTURN_URL, else the laptop's, http://127.0.0.1:3000)
  --token-file <file>  the file with the token, - for standard input (default: the token in KEYTURN_TOKEN)
  --json               for programs
  --help               this text`;

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<Own extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Own & typeof common; allowPositionals: true }>
>;

interface Definition<Own extends Options> {
  usage: string;
  options: Own;
  /** The words behind the command, at least and at most; all are needed. */
  words?: readonly [least: number, most: number];
  run(given: Parsed<Own>["values"], words: string[], session: Session): Promise<ExitCode>;
}

/** A command that speaks to the API with a token. */
export function httpCommand<const Own extends Options>(definition: Definition<Own>): Command {
  const { usage, words: [least, most] = [0, 0] } = definition;
  return {
    usage,
    async run(args) {
      if (args.some((arg) => /^--token(=|$)/.test(arg))) {
        throw new UsageFault(
          "A token in the arguments is seen by everybody here: KEYTURN_TOKEN, or --token-file.",
        );
      }
      const options = { ...common, ...definition.options };
      const { values, positionals } = parseArgs({ args, options, allowPositionals: true }) as Parsed<Own>;
      const { help, url, "token-file": tokenFile } = values as Parsed<Record<never, never>>["values"];
      if (help) {
        print(usage);
        return exitCodes.done;
      }
      if (positionals.length < least) throw new UsageFault("Something is missing: see the usage.");
      if (positionals.length > most) throw new UsageFault(`There is a word too many: ${positionals[most]}.`);
      const session = await openSession({
        ...(url !== undefined && { url }),
        ...(tokenFile !== undefined && { tokenFile }),
      });
      return definition.run(values, positionals, session);
    },
  };
}
