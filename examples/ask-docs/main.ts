import 'reflect-metadata';
import { program } from './program.js';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
// Whoever reads may have had enough, as `head` does: there is nobody left to tell.
process.stdout.on('error', () => process.exit());
process.exitCode = await program(process.argv, process, controller.signal);
