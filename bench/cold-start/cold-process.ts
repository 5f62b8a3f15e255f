import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** One first event, in a process of its own. */
export interface ColdStart {
  /** From the start of the process until the event was handled. */
  ms: number;
  /** What it kept processors busy for, in all of its threads. */
  cpuMs: number;
  peakRssMb: number;
}

const PROGRAM = fileURLToPath(new URL("lambda-process.mjs", import.meta.url));
/** Far longer than it takes: a process that hangs ends with the bench. */
const ENDS_AFTER_MS = 20_000;

/** Starts a bundle with nothing but `environment` and hands it the event. Throws when that is not handled well. */
export async function coldStart(
  bundle: string,
  event: unknown,
  environment: Record<string, string>,
): Promise<ColdStart> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [PROGRAM, bundle, JSON.stringify(event)], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: ENDS_AFTER_MS,
    killSignal: "SIGKILL",
  });
  const ended = once(child, "close");
  let [said, complaints, ms] = ["", "", 0];
  child.stdout.on("data", (chunk) => {
    ms = performance.now() - startedAt; // the answer is the last it says
    said += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  await ended;
  const { answer, ...spent } = answerIn(said, complaints || `${bundle} said nothing`);
  if (!isGood(answer)) throw new Error(`${bundle} answered ${JSON.stringify(answer)}`);
  return { ms, ...spent };
}

type Said = Omit<ColdStart, "ms"> & { answer?: { statusCode?: number; batchItemFailures?: unknown[] } };

/** The last line: before it comes what the function logged. */
function answerIn(said: string, complaints: string): Said {
  const last = said.trimEnd().split("\n").at(-1);
  if (!last) throw new Error(complaints);
  return JSON.parse(last);
}

function isGood(answer: Said["answer"]): boolean {
  return (answer?.statusCode ?? 200) < 300 && (answer?.batchItemFailures ?? []).length === 0;
}
