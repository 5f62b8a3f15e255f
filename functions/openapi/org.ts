import { PageQuery } from "../queries.ts";
import type { Operation } from "./operation.ts";

/** Who asks, what the org has been told, and how it wants its keys. */
export const orgOperations = {
  health: { summary: "Whether the API answers", answers: { 200: ["Health"] }, codes: [] },
  getOpenApi: { summary: "This document", answers: { 200: ["Document"] }, codes: [] },
  getMe: {
    summary: "Who the caller is, and which routes it may use",
    answers: { 200: ["Me"] },
    codes: [],
  },
  getConnectionHistory: {
    summary: "What happened to a connection, newest first, also after it is gone",
    query: PageQuery,
    answers: { 200: ["HistoryList"] },
    codes: [],
  },
  getHistory: {
    summary: "What happened in the org, newest first",
    query: PageQuery,
    answers: { 200: ["HistoryList"] },
    codes: [],
  },
  getPolicy: { summary: "The rules of the org", answers: { 200: ["Policy"] }, codes: [] },
  changePolicy: {
    summary: "Change the rules of the org; what is left out is as by default",
    body: "ChangePolicyBody",
    answers: { 200: ["Policy"] },
    codes: ["policy_locked", "busy"],
  },
  getSummary: {
    summary: "How the keys of the org stand; up to a minute old",
    answers: { 200: ["Summary"] },
    codes: [],
  },
  adoptUsers: {
    summary: "Take users under management that a portal made itself",
    body: "AdoptUsersBody",
    answers: { 200: ["Adoptions"] },
    codes: ["adoption_not_enabled"],
  },
} satisfies Record<string, Operation>;
