// Before each test file. The files of a run share a process, in which packages are loaded once; Keyturn's own modules,
// which keep the settings they were first asked for, are loaded anew, and the environment is put back afterwards.
import { enableCompileCache, flushCompileCache } from "node:module";
import { afterAll, vi } from "vitest";

const environment = { ...process.env };

vi.resetModules();
enableCompileCache();

afterAll(() => {
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, environment);
  flushCompileCache(); // for the programs that tests start, many of which are killed before they could do it
});
