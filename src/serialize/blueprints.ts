import { LoadError } from '../errors/load-error.js';
import { RunnableAssign } from '../run/assign.js';
import { RunnableBinding } from '../run/binding.js';
import { RunnableBranch } from '../run/branch.js';
import { RunnableEach } from '../run/each.js';
import { RunnableWithFallbacks } from '../run/fallbacks.js';
import { RunnableParallel } from '../run/parallel.js';
import { RunnablePassthrough } from '../run/passthrough.js';
import { RunnablePick } from '../run/pick.js';
import { RunnableRetry } from '../run/retry.js';
import { RouterRunnable } from '../run/router.js';
import { RunnableTimeout } from '../run/timeout.js';
import { RunnableSequence } from '../run/sequence.js';
import type { ConfigurableField } from '../plan/field.js';
import type { Node } from '../plan/node.js';
import type { Fields, Loaded } from './fields.js';

/** Builds a runnable from the arguments in its serialised form. */
export type Blueprint = (fields: Fields) => object;

/** How the runnables of the library are built from their serialised form, by the last part of their ids. */
export const BLUEPRINTS: ReadonlyMap<string, Blueprint> = new Map<string, Blueprint>([
  [
    'RunnableSequence',
    (fields) => {
      const middle = Object.hasOwn(fields.values, 'middle') ? fields.nodes('middle') : [];
      const steps = [fields.node('first'), ...middle, fields.node('last')];
      return new RunnableSequence(steps as readonly object[] as readonly Node[], named(fields));
    },
  ],
  ['RunnableParallel', (fields) => new RunnableParallel(fields.nodesByKey('steps'), named(fields))],
  ['RunnablePassthrough', (fields) => new RunnablePassthrough(named(fields))],
  ['RunnableAssign', (fields) => new RunnableAssign(mapperOf(fields), named(fields))],
  ['RunnablePick', (fields) => new RunnablePick(fields.data('keys')['keys'] as string, named(fields))],
  ['RunnableEach', (fields) => new RunnableEach({ bound: fields.node('bound'), ...named(fields) })],
  [
    'RunnableBranch',
    (fields) => new RunnableBranch(fields.pairs('branches'), fields.node('default'), named(fields)),
  ],
  [
    'RouterRunnable',
    (fields) => new RouterRunnable({ runnables: fields.nodesByKey('runnables'), ...named(fields) }),
  ],
  [
    'RunnableBinding',
    (fields) => {
      const config = fields.optionalObject('config');
      return new RunnableBinding({
        bound: fields.node('bound'),
        config,
        kwargs: fields.optionalObject('kwargs'),
      });
    },
  ],
  ['RunnableRetry', (fields) => new RunnableRetry(fields.node('bound'), fields.data(...RETRY))],
  [
    'RunnableTimeout',
    (fields) => new RunnableTimeout(fields.node('bound'), fields.data('total', 'firstChunk', 'idle')),
  ],
  [
    'RunnableWithFallbacks',
    (fields) => {
      const options = fields.data('exceptionKey', 'stream');
      return new RunnableWithFallbacks(fields.node('runnable'), fields.nodes('fallbacks'), options);
    },
  ],
  [
    'RunnableConfigurableFields',
    (fields) => fields.node('default').configurableFields(fieldsIn(fields), fields.data('cacheSize')),
  ],
  [
    'RunnableConfigurableAlternatives',
    (fields) =>
      fields
        .node('default')
        .configurableAlternatives(
          fieldOf(fields.object('which'), `${fields.path}.which`),
          fields.nodesByKey('alternatives'),
          fields.data('defaultKey', 'prefixKeys'),
        ),
  ],
]);

const RETRY = [
  'stopAfterAttempt',
  'maxRetries',
  'waitExponentialJitter',
  'exponentialJitterParams',
  'delay',
  'backoffFactor',
  'maxDelay',
];

function named(fields: Fields): { readonly name?: string } {
  const name = fields.optionalString('name');
  return name === undefined ? {} : { name };
}

const TYPES = { string: String, number: Number, boolean: Boolean, array: Array, object: Object };

/** A configurable field, whose type is given by name. */
function fieldOf(field: Readonly<Record<string, unknown>>, path: string): ConfigurableField {
  const { id, type } = field;
  if (typeof id !== 'string') throw new LoadError(path, 'its id must be a string.');
  if (type === undefined) return { ...field, id };
  if (typeof type !== 'string' || !Object.hasOwn(TYPES, type)) {
    throw new LoadError(path, `its type must be one of ${Object.keys(TYPES).join(', ')}.`);
  }
  return { ...field, id, type: TYPES[type as keyof typeof TYPES] };
}

function fieldsIn(fields: Fields): Record<string, ConfigurableField> {
  const path = `${fields.path}.fields`;
  return Object.fromEntries(
    Object.entries(fields.object('fields')).map(([name, field]) => {
      if (typeof field !== 'object' || field === null)
        throw new LoadError(`${path}.${name}`, 'it must be an object.');
      return [name, fieldOf(field as Record<string, unknown>, `${path}.${name}`)];
    }),
  );
}

function mapperOf(fields: Fields): RunnableParallel<unknown, unknown> {
  const mapper: Loaded = fields.node('mapper');
  if (!(mapper instanceof RunnableParallel)) {
    throw new LoadError(`${fields.path}.mapper`, 'it must be a RunnableParallel.');
  }
  return mapper as RunnableParallel<unknown, unknown>;
}
