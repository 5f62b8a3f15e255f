import { inject } from "vitest";

// Before a test file loads functions/ports.ts, which reads it once.
Object.assign(process.env, inject("madeForTheRun"));
