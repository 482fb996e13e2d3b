import { inspect, styleText } from 'node:util';

/** Where and how a tracer prints. */
export interface PrintOptions {
  /**
   * Takes each line, without a line break.
   *
   * @defaultValue Writes to the standard error.
   */
  readonly write?: ((line: string) => void) | undefined;
  /**
   * Whether to print in colours.
   *
   * @defaultValue Colours only without `write`, and if the standard error is a terminal that has colours.
   */
  readonly colors?: boolean | undefined;
}

/** Colours and styles; not taken from Node's types, which an application may be compiled without. */
export type Style = 'blue' | 'bold' | 'cyan' | 'dim' | 'green' | 'magenta' | 'red';

/** Prints lines, in colours if the terminal has them. */
export class Printer {
  readonly #write: (line: string) => void;
  readonly #colors: boolean;

  constructor({ write = toStandardError, colors }: PrintOptions) {
    this.#write = write;
    this.#colors = colors ?? (write === toStandardError && standardErrorHasColors());
  }

  line(text: string): void {
    this.#write(text);
  }

  style(style: Style, text: string): string {
    // Whether the standard error has colours is known; without the option, Node would check the standard output.
    return this.#colors && text !== '' ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** A duration as people read it: `0.4 ms`, `12 ms`, `1.25 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** A value on one line of at most `length` characters. */
export function oneLine(value: unknown, length: number): string {
  return shorten(inspect(value, { breakLength: Infinity, compact: true, maxStringLength: length }), length);
}

/** A text on one line of at most `length` characters. */
export function shorten(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function standardErrorHasColors(): boolean {
  return process.stderr.isTTY && process.stderr.hasColors();
}
