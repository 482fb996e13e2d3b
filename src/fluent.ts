/** Connects observation to the executor, and attaches the methods of runnables that the executor must not depend on. */

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
 * Turns debug mode on or off, in which the inputs, outputs and errors of all runs are printed to the standard error.
 * It applies to root runs that start from then on.
 *
 * For a tree that is easier to read, see {@link ConsoleTracer}.
 */
export function setDebug(debug: boolean): void {
  observeRootsBy(debug ? observe([new DebugTracer()], undefined) : undefined);
}

declare module './plan/runnable.js' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named alike in every declaration
  interface Runnable<in I, out O> {
    /**
     * The input type: the one that is declared, or a JSON Schema that follows from its parts.
     *
     * @throws {@link NoTypeError} if there is neither.
     */
    readonly inputType: TypeToken;

    /**
     * The output type: the one that is declared, or a JSON Schema that follows from its parts.
     *
     * @throws {@link NoTypeError} if there is neither.
     */
    readonly outputType: TypeToken;

    /** The schema of its input. */
    readonly inputSchema: Schema;

    /** The schema of its output. */
    readonly outputSchema: Schema;

    /** The schema of its input; the configurable values of a config may decide what it consists of. */
    getInputSchema(config?: RunnableConfig): Schema;

    /** The schema of its output; see {@link Runnable.getInputSchema}. */
    getOutputSchema(config?: RunnableConfig): Schema;

    /** The JSON Schema of its input: plain data, draft 2020-12. */
    getInputJsonSchema(config?: RunnableConfig): JsonSchema;

    /** The JSON Schema of its output: plain data, draft 2020-12. */
    getOutputJsonSchema(config?: RunnableConfig): JsonSchema;

    /**
     * Its configurable fields and those of all its parts, sorted by id.
     *
     * @throws {@link InvalidConfigError} if two parts have different fields with the same id.
     */
    readonly configSpecs: readonly ConfigurableFieldSpec[];

    /** The schema of its configs: its configurable fields, and further keys if the options include them. */
    configSchema(options?: ConfigSchemaOptions): Schema;

    /** The JSON Schema of its configs; see {@link Runnable.configSchema}. */
    getConfigJsonSchema(options?: ConfigSchemaOptions): JsonSchema;

    /**
     * The serialised form: plain data that `JSON.stringify` writes, and from which `load` builds the runnable. Secrets are
     * left out, and code becomes a `not_implemented` entry.
     */
    toJSON(): Serialized;

    /** The `not_implemented` entry, which stands for a runnable that cannot be serialised. */
    toJSONNotImplemented(): SerializedNotImplemented;

    /** The path by which `load` finds its class: the namespace, and then the name of the class. */
    lcId(): readonly string[];

    /** Whether the runnable itself can be serialised; its parts may still include some that cannot. */
    isLcSerializable(): boolean;

    /** The graph of its parts, to be drawn or exported. */
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
