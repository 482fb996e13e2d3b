import type * as Crypto from 'node:crypto';
import { lazily } from './lazily.js';

/** Loads Node's module when it is first used: at once it would be a tenth of the time that importing the library takes. */
export const loadCrypto = lazily<typeof Crypto>('node:crypto', 'Making an id');
