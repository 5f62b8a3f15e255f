import type { Graph } from "./graph.ts";
import { type SynthOptions, synth } from "./synth.ts";

/** The settings of an imaginary operator who sets whatever changes what is made. */
export const settings = {
  KEYTURN_REGIONS: "eu-central-1,us-east-1",
  KEYTURN_JWT_ISSUER: "https://login.example.com/",
  KEYTURN_JWT_AUDIENCE: "keyturn,portal",
  KEYTURN_CORS_ORIGINS: "https://portal.example.com",
  KEYTURN_MAIL_SENDER: "keys@example.com",
  KEYTURN_ALARM_EMAIL: "oncall@example.com",
  KEYTURN_ADOPTED_USER_PATHS: "/portal/s3/",
  KEYTURN_ROLE_MAP: "Administrator=admin",
};

const made = new Map<string, Promise<Graph>>();

/** What these settings deploy, evaluated once in a test file. */
export function deployed(
  options: Omit<SynthOptions, "root" | "settings"> & { set?: Record<string, string> } = {},
) {
  const { set = {}, ...rest } = options;
  const key = JSON.stringify(options);
  const graph = made.get(key) ?? synth({ ...rest, settings: { ...settings, ...set } });
  made.set(key, graph);
  return graph;
}
