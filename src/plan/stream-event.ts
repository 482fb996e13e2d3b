import type { RunnableConfig } from './config.js';
import type { RunContext } from './context.js';

/**
 * Something that happened in a run, as `streamEvents` reports it.
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
  /** The ids of the surrounding runs, from the root to the parent. */
  readonly parent_ids: readonly string[];
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data: StreamEventData;
}

/**
 * The data of a {@link StreamEvent}.
 *
 * A start event has the `input` if it is known by then, which in the middle of a stream it is not; a stream event has a
 * `chunk`; an end event has the `output` and, except for the root, whose start event had it, the `input`. A custom
 * event has the dispatched data instead.
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
  /** Yields the events as bytes in the format of Server-Sent Events, instead of objects. */
  readonly encoding?: 'text/event-stream' | undefined;
}

/**
 * Selects runs: those that any `include…` matches, or all if none is given, except those that an `exclude…` matches.
 */
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
   * How many unread events are buffered before the run is paused until some have been read; `Infinity` never pauses it.
   *
   * @defaultValue 128
   */
  readonly bufferSize?: number | undefined;
}

/** Anything that `streamEvents` accepts as a config. */
export type StreamEventsConfigLike = StreamEventsConfig | RunContext;
