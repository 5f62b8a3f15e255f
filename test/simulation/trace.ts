/** Takes a line of the story, made only when somebody wants to read it. */
export type Trace = (line: () => string) => void;
