import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { draw } from './draw.js';

const { pipeline, application } = await draw();
await writeFile(new URL('answer.svg', import.meta.url), pipeline);
await writeFile(new URL('application.svg', import.meta.url), application);
