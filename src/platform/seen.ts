/**
 * Names met lately. What is worth keeping is what is asked for again: most of what is asked for once is not, and would
 * only crowd the memory.
 */
export class Seen {
  readonly #most: number;
  #lately = new Set<string>();
  #before = new Set<string>();

  /** @param most names of which it is sure; up to twice as many are remembered */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether the name was met before; from now on it was. */
  before(name: string): boolean {
    if (this.#lately.has(name)) return true;
    const seen = this.#before.has(name);
    if (this.#lately.size >= this.#most) [this.#before, this.#lately] = [this.#lately, new Set()];
    this.#lately.add(name);
    return seen;
  }
}
