import { describe, expect, test } from "vitest";
import { PLAN_BYTES_MAX, PLAN_ROWS_MAX, PlanFault, readPlan } from "./read-plan.ts";

const HEADER = "serviceName,bucket,folder,userName";
const read = (text: string) => readPlan(Buffer.from(text));

describe("a plan", () => {
  test("names columns in any order, and says nothing where a cell is empty", () => {
    const text = `\ufeffuserName, pipelineIds ,serviceName,folder,bucket,region,accessKeyId\r\n s3-a ,a|b  c,"Sales, EU",a/,data,,\r\n`;
    expect(read(text)).toEqual([
      {
        place: 2,
        row: {
          ...{ serviceName: "Sales, EU", bucket: "data", folder: "a/", userName: "s3-a" },
          pipelineIds: ["a", "b", "c"],
        },
      },
    ]);
  });

  test("says what its cells say, and no more where it has no other columns", () => {
    const row = { serviceName: "A", bucket: "b", folder: "c/", userName: "u1" };
    expect(read(`${HEADER}\nA,b,c/,u1\n`)).toStrictEqual([{ place: 2, row }]);
    expect(read(`${HEADER},accessKeyId,region\nA,b,c/,u1, AKIA1 , eu-central-1 \n`)).toStrictEqual([
      { place: 2, row: { ...row, region: "eu-central-1", accessKeyId: "AKIA1" } },
    ]);
  });

  test("has rows that are none, named by their lines, beside those that are good", () => {
    const rows = read(`${HEADER}\nA,b,c/,u1\nA,b,c/\nA,b,c/,u2,more\nA,b"b,c/,u3\n\nA,b,c/,u4\n`);
    expect(rows.map(({ place, row, fault }) => [place, row?.userName ?? fault?.code])).toEqual([
      [2, "u1"],
      [3, "malformed_row"],
      [4, "malformed_row"],
      [5, "malformed_row"],
      [7, "u4"],
    ]);
    expect(rows[1]?.fault?.message).toBe("the line has 3 cells, and the plan 4 columns");
    expect(rows[3]?.fault?.message).toMatch(/^the line has a quote inside of a cell/);
  });

  test.each([
    ["", "begins with a line of its columns"],
    ["serviceName,bucket,folder\n", "lacks userName"],
    [`${HEADER},accesskeyid\n`, "it knows no accesskeyid"],
    [`${HEADER},bucket\n`, "has bucket twice"],
    ["serviceName;bucket;folder;userName\n", "separated by commas"],
    ["Sales,data,a/,wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n", "(not a word)"],
  ])("whose first line does not name its columns is none: %j", (text, sentence) => {
    expect(() => read(text)).toThrow(PlanFault);
    expect(() => read(text)).toThrow(sentence);
    expect(() => read(text)).not.toThrow("wJalr");
  });

  test.each([
    ["region,bucket,accessKeyId", "it lacks serviceName, folder, userName."],
    [`${HEADER},key,secret`, "it knows no key, secret."],
    [`${HEADER},bucket,folder`, "it has bucket, folder twice."],
    [`${HEADER},bucket,key`, "it knows no key; it has bucket twice."],
  ])("whose first line is %j is told all that is wrong with it", (header, faults) => {
    const all = "serviceName,bucket,folder,userName,region,accessKeyId,pipelineIds";
    expect(() => read(`${header}\n`)).toThrow(
      `The plan's first line names its columns, separated by commas, some of ${all}: ${faults}`,
    );
    expect(() => read("")).toThrow(`The plan begins with a line of its columns: ${all}.`);
  });

  test("in another encoding is none", () => {
    expect(() => readPlan(Buffer.from(`${HEADER}\nVerk\u00e4ufe,b,c/,u\n`, "latin1"))).toThrow("UTF-8");
  });

  test(`has up to ${PLAN_ROWS_MAX} rows`, () => {
    const rows = (count: number) => `${HEADER}\n${"A,b,c/,u\n".repeat(count)}`;
    expect(read(rows(PLAN_ROWS_MAX))).toHaveLength(PLAN_ROWS_MAX);
    expect(() => read(rows(PLAN_ROWS_MAX + 1))).toThrow(`more than ${PLAN_ROWS_MAX} rows`);
  });

  test(`has up to ${PLAN_BYTES_MAX} bytes`, () => {
    const start = `${HEADER}\n`;
    const ofBytes = (bytes: number) => `${start}${"x".repeat(bytes - start.length - 1)}\n`;
    expect(read(ofBytes(PLAN_BYTES_MAX))).toHaveLength(1);
    expect(() => read(ofBytes(PLAN_BYTES_MAX + 1))).toThrow(`more than ${PLAN_BYTES_MAX} bytes`);
  });
});
