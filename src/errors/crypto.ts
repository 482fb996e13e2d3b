import type * as Crypto from 'node:crypto';
import { lazily } from './lazily.js';

/** The module of Node, which takes a tenth of the library's time to load. */
export const loadCrypto = lazily<typeof Crypto>('node:crypto', 'Making an id');
