/** A grid of characters to draw on; anything outside it is not drawn. */
export class Canvas {
  readonly #rows: string[][];

  constructor(columns: number, rows: number) {
    this.#rows = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
  }

  point(x: number, y: number, character: string): void {
    const row = this.#rows[y];
    if (row !== undefined && x >= 0 && x < row.length) row[x] = character;
  }

  text(x: number, y: number, text: string): void {
    Array.from(text).forEach((character, index) => {
      this.point(x + index, y, character);
    });
  }

  /** Draws a straight line, with one character per column or per row, whichever it crosses more of. */
  line(from: Point, to: Point, character: string): void {
    const length = Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y));
    for (let step = 0; step <= length; step += 1) {
      const way = length === 0 ? 0 : step / length;
      this.point(
        Math.round(from.x + (to.x - from.x) * way),
        Math.round(from.y + (to.y - from.y) * way),
        character,
      );
    }
  }

  /** Draws a box with a line of text in it, `text.length + 4` wide and 3 high. */
  box(x: number, y: number, text: string): void {
    const edge = `+${'-'.repeat(Array.from(text).length + 2)}+`;
    this.text(x, y, edge);
    this.text(x, y + 1, `| ${text} |`);
    this.text(x, y + 2, edge);
  }

  toString(): string {
    return this.#rows.map((row) => row.join('').trimEnd()).join('\n');
  }
}

/** A place on a canvas: column and row, from 0. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
