import 'reflect-metadata';
import 'runwright/langchain';
import { show } from './show.js';

await show((text) => process.stdout.write(text));
