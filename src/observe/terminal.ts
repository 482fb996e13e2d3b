import { inspect, styleText } from 'node:util';

/** Where a tracer prints, and how. */
export interface PrintOptions {
  /** Takes each line, without its end; by default it goes to the standard error. */
  readonly write?: ((line: string) => void) | undefined;
  /** Whether to colour; by default where the standard error is a terminal that has colours. */
  readonly colors?: boolean | undefined;
}

/** Named here rather than taken from Node's types, which an application may compile without. */
export type Style = 'blue' | 'bold' | 'cyan' | 'dim' | 'green' | 'magenta' | 'red' | 'yellow';

/** Prints lines, in colours where these can be seen. */
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
    // Whether there is a terminal has been asked before; Node would ask the standard output again.
    return this.#colors && text !== '' ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** A duration as people read it: `0.4 ms`, `12 ms`, `1.25 s`. */
export function duration(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** A value on one line, no longer than so many characters. */
export function oneLine(value: unknown, length: number): string {
  return shorten(inspect(value, { breakLength: Infinity, compact: true, maxStringLength: length }), length);
}

/** A text with no line breaks, no longer than so many characters. */
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
