/** A line of a CSV file, or what is wrong with it. `line` counts from 1; a quoted cell may hold line breaks. */
export interface CsvRow {
  line: number;
  cells: string[];
  fault?: string;
}

const QUOTE = '"';

/**
 * Reads CSV as RFC 4180 has it: commas, quotes around what holds a comma, a quote or a line break, two quotes for one.
 * CRLF and LF end a line, a byte order mark is passed over, and so are empty lines. A line that is none of this is
 * named with its fault and does not keep those after it from being read; but behind a quote that is opened and never
 * closed there is nothing left to read.
 */
export function readCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const reader = new Reader(text.startsWith("\ufeff") ? text.slice(1) : text);
  while (!reader.atEnd()) {
    const row = reader.row();
    if (row.fault !== undefined || row.cells.length > 1 || row.cells[0] !== "") rows.push(row);
  }
  return rows;
}

class Reader {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  row(): CsvRow {
    const row: CsvRow = { line: this.#line, cells: [] };
    for (;;) {
      const cell = this.#text[this.#at] === QUOTE ? this.#quoted() : this.#plain();
      if (cell.fault !== undefined) {
        this.#skipLine();
        return { ...row, fault: cell.fault };
      }
      row.cells.push(cell.value);
      if (this.#text[this.#at] !== ",") break;
      this.#at += 1;
    }
    this.#skipLine();
    return row;
  }

  #plain(): { value: string; fault?: string } {
    const value = this.#rest(/[^",\r\n]*/y);
    if (this.#text[this.#at] !== QUOTE) return { value };
    return { value, fault: 'has a quote inside of a cell: quote the whole cell, and write "" for one' };
  }

  #quoted(): { value: string; fault?: string } {
    let value = "";
    this.#at += 1;
    for (;;) {
      const part = this.#rest(/[^"]*/y);
      this.#line += part.split("\n").length - 1;
      value += part;
      if (this.atEnd())
        return { value, fault: "opens a quote that nothing closes: what follows was not read" };
      this.#at += 1;
      if (this.#text[this.#at] !== QUOTE) break;
      value += QUOTE;
      this.#at += 1;
    }
    const next = this.#text[this.#at];
    if (next === undefined || ",\r\n".includes(next)) return { value };
    return { value, fault: "has something between the end of a quoted cell and the next comma" };
  }

  #rest(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ""] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #skipLine(): void {
    this.#rest(/[^\r\n]*/y);
    const ended = this.#rest(/\r\n|\r|\n/y);
    if (ended !== "") this.#line += 1;
  }
}
