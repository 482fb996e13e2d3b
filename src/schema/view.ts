import type { Described, DescribedPart, DescribedStructure } from './described.js';
import type { Schema } from './schema.js';

/** Something with its structure, and the way to the schemas of its parts. */
export interface View {
  readonly node: Described;
  readonly structure: DescribedStructure;
  input(part: DescribedPart): Schema;
  output(part: DescribedPart): Schema;
  structureOf(part: DescribedPart): DescribedStructure;
  /** The schema that says nothing but its name. */
  untyped(side: 'Input' | 'Output'): Schema;
}

/** Reads a schema of one kind of thing, or of one shape; undefined where it says nothing. */
export type ReadSchema = (view: View) => Schema | undefined;
