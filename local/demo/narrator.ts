/** Tells a story of numbered steps, and stops at the first one that does not do what it says. */
export class Narrator {
  #step = 0;

  chapter(title: string): void {
    console.log(`\n${bold(title)}`);
  }

  /** Runs the step; what it returns is shown behind its claim. A step that throws ends the story. */
  async step(claim: string, act: () => Promise<string>): Promise<void> {
    this.#step += 1;
    try {
      console.log(` ${green("✓")} ${claim}${dim(`  ${await act()}`)}`);
    } catch (error) {
      console.log(` ${red("✗")} ${claim}`);
      throw new Error(`Step ${this.#step} did not do what it says: ${(error as Error).message}`);
    }
  }

  get steps(): number {
    return this.#step;
  }
}

const isTerminal = process.stdout.isTTY;
const style = (code: number) => (text: string) => (isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = style(1);
const dim = style(2);
const red = style(31);
const green = style(32);
