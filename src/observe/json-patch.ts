import type * as JsonPatch from 'rfc6902';
import { lazily } from '../errors/lazily.js';

/** The JSON Patch library (RFC 6902). */
export const loadJsonPatch = lazily<typeof JsonPatch>('rfc6902', 'Logging a run as JSON Patches');
