/**
 * A test kit for applications built with the library: applications with fakes, runnables that respond by a script, recorded
 * events and runs, a fake clock, and assertions. It works with every test runner.
 *
 * @packageDocumentation
 */
import '../assemble/alone.js';
import '../fluent.js';

/* Applications */
export { createTestApp, type Override, type TestApp, type TestAppBuilder } from './test-app.js';
export type { FakeFor, FakeRunnable, FakeService, ServiceClass } from './fake-types.js';

/* Fakes */
export { FakeStep, fakeOf, type FakeStepFields } from './fake-step.js';
export {
  after,
  chunks,
  hang,
  literal,
  pause,
  Script,
  ScriptedPause,
  type ScriptedResponse,
  type ScriptedResponses,
  type ScriptStep,
} from './script.js';
export { Recording, recording } from './recording.js';
export type { RecordedCall, RecordedConfig } from './call-record.js';
export { FakeChatModel, type FakeModelFields } from '../components/models/fake-chat-model.js';
export {
  FakeStreamingChatModel,
  type FakeStreamingModelFields,
} from '../components/models/fake-streaming-chat-model.js';
export type { FakeCall, FakeResponse, FakeResponses } from '../components/models/fake-script.js';

/* Runs and events */
export { collectRuns, RunCollector } from '../observe/run-collector.js';
export { summarizeRuns, type RunSummary } from './summarize-runs.js';
export { recordEvents, recordEventsSettled, stableEvents, type RecordedEvents } from './record-events.js';

/* Time */
export { FakeClock, useFakeClock, type FakeClockInUse } from './fake-clock.js';
export { useClock, type ClockInUse, type ClockLike } from './use-clock.js';

/* Assertions */
export {
  assertChunks,
  assertEvents,
  assertInputs,
  assertNoOpenRuns,
  assertOutput,
  assertRunTree,
} from './assertions.js';
export type { Called } from './checks.js';
export { runwrightChai, type ChaiLike } from './chai.js';
