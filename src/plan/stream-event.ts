import type { RunnableConfig } from './config.js';
import type { RunContext } from './context.js';

/**
 * Something that happened in a run, as `streamEvents` tells it.
 *
 * ```json
 * { "event": "on_chain_stream", "name": "Answer", "run_id": "0193…", "parent_ids": [], "tags": [], "metadata": {},
 *   "data": { "chunk": "Hel" } }
 * ```
 */
export interface StreamEvent {
  /**
   * `on_` + the run's type + `_start`, `_stream` or `_end`; `on_tool_error`; `on_custom_event`.
   */
  readonly event: string;
  /** The name of the run, or of the custom event. */
  readonly name: string;
  readonly run_id: string;
  /** The runs around it, from the root to its parent. */
  readonly parent_ids: readonly string[];
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data: StreamEventData;
}

/**
 * What a {@link StreamEvent} is about.
 *
 * A start has the `input` where it is known by then, which in the middle of a stream it is not; a stream event has a
 * `chunk`; an end has the `output` and, except for the root, whose start had it, the `input`. A custom event has
 * whatever was dispatched in the place of all this.
 */
export interface StreamEventData {
  readonly input?: unknown;
  readonly output?: unknown;
  readonly chunk?: unknown;
  readonly error?: unknown;
  readonly tool_call_id?: unknown;
}

/** Config of `streamEvents`. */
export interface StreamEventsConfig extends RunnableConfig {
  /**
   * The form of the events. In `'v1'`, `parent_ids` are empty and there are no custom events.
   *
   * @defaultValue 'v2'
   */
  readonly version?: 'v1' | 'v2' | undefined;
  /** Gives the events as Server-Sent Events, in bytes, instead of objects. */
  readonly encoding?: 'text/event-stream' | undefined;
}

/** Which runs to tell of: those that any `include…` names, or all if none is given, less those that an `exclude…` names. */
export interface RunFilter {
  readonly includeNames?: readonly string[] | undefined;
  /** Types of runs, such as `chain` or `chat_model`. */
  readonly includeTypes?: readonly string[] | undefined;
  readonly includeTags?: readonly string[] | undefined;
  readonly excludeNames?: readonly string[] | undefined;
  readonly excludeTypes?: readonly string[] | undefined;
  readonly excludeTags?: readonly string[] | undefined;
}

/** Options of `streamEvents` and `streamLog` besides the config. */
export interface EventStreamOptions extends RunFilter {
  /**
   * How many events may wait to be read before the run is held back until some have been; `Infinity` never holds it
   * back.
   *
   * @defaultValue 128
   */
  readonly bufferSize?: number | undefined;
}

/** What may stand where `streamEvents` takes a config. */
export type StreamEventsConfigLike = StreamEventsConfig | RunContext;
