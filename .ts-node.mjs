// Lets Node run this package's TypeScript: `node --import ./.ts-node.mjs file.ts`. Tests, benchmarks and examples start through it.
import { register } from 'node:module';

// In the thread of the loader only: ts-node calls a constructor (fs.Stats) of which Node 22 and later warn on every start.
register(new URL('data:text/javascript,process.noDeprecation = true'));
register('./.ts-node-hooks.mjs', import.meta.url);
register('./.ts-node-cache.mjs', import.meta.url);
// Mocha would `require` the test files, which passes ts-node by: Node 22.18 and later then strip the types themselves.
Object.defineProperty(process.features, 'require_module', { value: false });
process.setSourceMapsEnabled(true);
