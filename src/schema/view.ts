import type { Described, DescribedPart, DescribedStructure } from './described.js';
import type { Schema } from './schema.js';

/** A node with its structure, and access to the schemas of its parts. */
export interface View {
  readonly node: Described;
  readonly structure: DescribedStructure;
  input(part: DescribedPart): Schema;
  output(part: DescribedPart): Schema;
  structureOf(part: DescribedPart): DescribedStructure;
  /** A schema with a title only. */
  untyped(side: 'Input' | 'Output'): Schema;
}

/** Derives a schema for one kind or shape of nodes; returns undefined if it does not follow from the parts. */
export type ReadSchema = (view: View) => Schema | undefined;
