/** Wires observation to the executor, and gives runnables the methods that the executor knows nothing of. */

import './components/tools/as-tool.js';
import { DebugTracer } from './observe/debug-tracer.js';
import { observe } from './observe/observation.js';
import { streamEvents } from './observe/stream-events.js';
import { streamLog, type StreamLogOptions } from './observe/stream-log.js';
import type { Kwargs, RunnableConfig } from './plan/config.js';
import type { EventStreamOptions, StreamEventsConfigLike } from './plan/stream-event.js';
import './run/interceptors.js';
import './run/listeners.js';
import { observeBy, observeRootsBy } from './run/observing.js';
import './run/pipe.js';
import type { ConfigurableFieldSpec } from './plan/field.js';
import type { TypeToken } from './plan/type-token.js';
import { graphOf, type GraphOptions } from './graph/read.js';
import type { Graph } from './graph/graph.js';
import { attach, attachGetter } from './run/attach.js';
import { specsOf } from './run/configurable/specs.js';
import { inputSchemaOf, outputSchemaOf } from './schema/schema-of.js';
import { configSchemaOf, type ConfigSchemaOptions } from './schema/config-schema.js';
import { typeTokenOf } from './schema/type-token-of.js';
import type { JsonSchema } from './schema/json-schema.js';
import { readType } from './schema/read-type.js';
import { Schema } from './schema/schema.js';
import { idOf } from './serialize/serializable.js';
import type { Serialized, SerializedNotImplemented } from './serialize/serialized.js';
import { isSerializable, notImplemented, toSerialized } from './serialize/to-serialized.js';
import { checkBy } from './run/checked.js';

observeBy(observe);

checkBy((token, subject, unknownProperties = 'keep') => {
  const schema = new Schema(subject, readType(token, subject));
  return (value) => schema.parse(value, { unknownProperties });
});

attach(
  'streamEvents',
  function (input: unknown, config?: StreamEventsConfigLike, options?: EventStreamOptions, kwargs?: Kwargs) {
    return streamEvents(this, input, config, options, kwargs);
  },
);

attach(
  'streamLog',
  function (input: unknown, config?: RunnableConfig, options?: StreamLogOptions, kwargs?: Kwargs) {
    return streamLog(this, input, config, options, kwargs);
  },
);

/**
 * Has everything about every run printed to the standard error, or no more; runs that are going on stay as they are.
 *
 * For a tree that is made to be read, see {@link ConsoleTracer}.
 */
export function setDebug(debug: boolean): void {
  observeRootsBy(debug ? observe([new DebugTracer()], undefined) : undefined);
}

declare module './plan/runnable.js' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named alike in every declaration
  interface Runnable<in I, out O> {
    /**
     * What stands for the type that it takes: the one declared, or a JSON Schema of what follows from its parts.
     *
     * @throws {@link NoTypeError} where neither says anything.
     */
    readonly inputType: TypeToken;

    /**
     * What stands for the type that it gives: the one declared, or a JSON Schema of what follows from its parts.
     *
     * @throws {@link NoTypeError} where neither says anything.
     */
    readonly outputType: TypeToken;

    /** The schema of what it takes. */
    readonly inputSchema: Schema;

    /** The schema of what it gives. */
    readonly outputSchema: Schema;

    /** The schema of what it takes; a config matters where configurable values decide what it is made of. */
    getInputSchema(config?: RunnableConfig): Schema;

    /** The schema of what it gives; see {@link Runnable.getInputSchema}. */
    getOutputSchema(config?: RunnableConfig): Schema;

    /** The JSON Schema of what it takes, plain data of draft 2020-12. */
    getInputJsonSchema(config?: RunnableConfig): JsonSchema;

    /** The JSON Schema of what it gives, plain data of draft 2020-12. */
    getOutputJsonSchema(config?: RunnableConfig): JsonSchema;

    /**
     * The configurable fields of it and of all its parts, sorted by id.
     *
     * @throws {@link InvalidConfigError} where two parts understand different things by one id.
     */
    readonly configSpecs: readonly ConfigurableFieldSpec[];

    /** The schema of the configs that it takes: its configurable fields, and the keys that are to be included. */
    configSchema(options?: ConfigSchemaOptions): Schema;

    /** The JSON Schema of the configs that it takes; see {@link Runnable.configSchema}. */
    getConfigJsonSchema(options?: ConfigSchemaOptions): JsonSchema;

    /**
     * The serialised form, plain data: what `JSON.stringify` writes, and `load` builds the runnable from. Secrets are
     * left out, and code becomes a `not_implemented` entry.
     */
    toJSON(): Serialized;

    /** The entry that stands for a runnable that cannot be written down. */
    toJSONNotImplemented(): SerializedNotImplemented;

    /** Where its class is found by `load`: the namespace, and the name of the class. */
    lcId(): readonly string[];

    /** Whether the runnable itself can be written down; what it is made of may still contain what cannot. */
    isLcSerializable(): boolean;

    /** The graph of what it is made of, to be drawn or written down. */
    getGraph(config?: RunnableConfig, options?: GraphOptions): Graph;
  }
}

attachGetter('inputType', function () {
  return typeTokenOf(this, 'input');
});

attachGetter('outputType', function () {
  return typeTokenOf(this, 'output');
});

attachGetter('inputSchema', function () {
  return inputSchemaOf(this);
});

attachGetter('outputSchema', function () {
  return outputSchemaOf(this);
});

attach('getInputSchema', function (config?: RunnableConfig) {
  return inputSchemaOf(this, config);
});

attach('getOutputSchema', function (config?: RunnableConfig) {
  return outputSchemaOf(this, config);
});

attach('getInputJsonSchema', function (config?: RunnableConfig) {
  return inputSchemaOf(this, config).toJsonSchema();
});

attach('getOutputJsonSchema', function (config?: RunnableConfig) {
  return outputSchemaOf(this, config).toJsonSchema();
});

attachGetter('configSpecs', function () {
  return specsOf(this);
});

attach('configSchema', function (options?: ConfigSchemaOptions) {
  return configSchemaOf(this, specsOf(this), options);
});

attach('getConfigJsonSchema', function (options?: ConfigSchemaOptions) {
  return configSchemaOf(this, specsOf(this), options).toJsonSchema();
});

attach('getGraph', function (config?: RunnableConfig, options?: GraphOptions) {
  return graphOf(this, config, options);
});

attach('toJSON', function () {
  return toSerialized(this);
});

attach('toJSONNotImplemented', function () {
  return notImplemented(this);
});

attach('lcId', function () {
  return idOf(this);
});

attach('isLcSerializable', function () {
  return isSerializable(this);
});
