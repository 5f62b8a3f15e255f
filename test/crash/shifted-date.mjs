// Loaded before the program: its wall clock is so many milliseconds off, as one that somebody set wrongly.
import { ServerResponse } from "node:http";

const shiftMs = Number(process.env.KEYTURN_TEST_SHIFT_MS ?? 0);
const Real = Date;
const now = () => Real.now() + shiftMs;

globalThis.Date = class extends Real {
  constructor(...args) {
    super(...(args.length > 0 ? args : [now()]));
  }
  static now = now;
};

// Node's own Date header goes by the clock that nobody shifted, and an SDK sets its clock by it.
const { writeHead } = ServerResponse.prototype;
ServerResponse.prototype.writeHead = function (...args) {
  if (!this.headersSent) this.setHeader("date", new Date().toUTCString());
  return writeHead.apply(this, args);
};
