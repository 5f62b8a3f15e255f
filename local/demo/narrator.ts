/** Tells a story of numbered steps, and stops at the first one that does not do what it says. */
export class Narrator {
  #step = 0;
  #skipped = 0;
  #interrupted = false;

  chapter(title: string): void {
    console.log(`\n${bold(title)}`);
  }

  /** Runs the step; what it returns is shown behind its claim. A step that throws ends the story. */
  async step(claim: string, act: () => Promise<string>): Promise<void> {
    if (this.#interrupted) throw new Error(`Interrupted after step ${this.#step}.`);
    this.#step += 1;
    try {
      console.log(` ${green("✓")} ${claim}${dim(`  ${await act()}`)}`);
    } catch (error) {
      console.log(` ${red("✗")} ${claim}`);
      throw new Error(`Step ${this.#step} did not do what it says: ${(error as Error).message}`);
    }
  }

  /** A step that cannot be taken here is said aloud: nobody is to believe that it held. */
  skip(claim: string, why: string): void {
    this.#skipped += 1;
    console.log(` ${yellow("–")} ${claim}${dim(`  skipped: ${why}`)}`);
  }

  /** Ends the story behind the step that is running: what it leaves is then known. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** Something beside the story. */
  aside(line: string): void {
    console.log(`   ${dim(line)}`);
  }

  get steps(): number {
    return this.#step;
  }

  get skipped(): number {
    return this.#skipped;
  }
}

const isTerminal = process.stdout.isTTY;
const style = (code: number) => (text: string) => (isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = style(1);
const dim = style(2);
const red = style(31);
const green = style(32);
const yellow = style(33);
