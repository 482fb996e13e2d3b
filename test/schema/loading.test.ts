import { expect } from 'chai';
import { printedBy } from '../support/printed-by.js';

const PRELUDE = `
import Module from 'node:module';
const loaded = () => ['class-validator', 'class-transformer', 'class-validator-jsonschema', 'ajv', 'ajv-formats', '@dagrejs/dagre', '@resvg/resvg-js']
  .filter((name) => Object.keys(Module._cache).some((path) => path.includes('/node_modules/' + name + '/')));
`;

/** Declares a class with validators as the compiler would have emitted it. */
const DTO = `
const { IsString } = await import('class-validator');
class Question {}
IsString()(Question.prototype, 'text');
`;

describe('loading', function () {
  this.timeout(60_000);

  it('loads no validation and no layout library before one is needed, for classes loaded after the library', async () => {
    const printed = await printedBy(`${PRELUDE}
      const { RunnableLambda } = await import('runwright');
      const states = [];
      const step = RunnableLambda.from((text) => text, { inputSchema: String });
      await step.pipe((text) => text).invoke('x');
      class Bare {}
      step.inputSchema.parse('x');
      RunnableLambda.from((text) => text, { inputSchema: Bare }).inputSchema.parse({});
      step.getInputJsonSchema();
      step.getGraph().drawMermaid();
      states.push(loaded());
      step.getGraph().drawAscii();
      states.push(loaded());
      RunnableLambda.from((text) => text, { inputSchema: { type: 'string' } }).inputSchema.parse('x');
      states.push(loaded());
      ${DTO}
      const asked = RunnableLambda.from((text) => text, { inputSchema: Question });
      states.push(loaded());
      try { asked.inputSchema.parse({ text: 5 }); } catch (error) { states.push(error.faults.length); }
      states.push(loaded());
      states.push(asked.getInputJsonSchema().properties, loaded());
      console.log(JSON.stringify(states));
    `);
    const layout = ['@dagrejs/dagre'];
    const ajv = ['ajv', 'ajv-formats', ...layout];
    expect(printed).to.deep.equal([
      [],
      layout,
      ajv,
      ['class-validator', ...ajv],
      1,
      ['class-validator', 'class-transformer', ...ajv],
      { text: { title: 'Text', type: 'string' } },
      ['class-validator', 'class-transformer', 'class-validator-jsonschema', ...ajv],
    ]);
  });

  it('finds the validators of classes loaded before it, and says which packages to install where they are missing', async () => {
    const printed = await printedBy(`
      import Module, { register } from 'node:module';
      const missing = ['class-transformer', 'class-validator-jsonschema', '@dagrejs/dagre'];
      const resolve = Module._resolveFilename;
      let blocked = false;
      Module._resolveFilename = (name, ...rest) => {
        if (blocked && missing.includes(name)) throw new Error('Cannot find module ' + name);
        return resolve(name, ...rest);
      };
      register('data:text/javascript,' + encodeURIComponent(\`
        export const resolve = (name, context, next) => {
          if (name === '@hpcc-js/wasm-graphviz') throw new Error('Cannot find package ' + name);
          return next(name, context);
        };\`));
      ${DTO}
      const { RunnableLambda, MissingPeerError } = await import('runwright');
      blocked = true;
      const step = RunnableLambda.from((text) => text, { inputSchema: Question });
      const messages = [];
      for (const work of [
        () => step.inputSchema.parse({ text: 'x' }),
        () => step.getInputJsonSchema(),
        () => step.getGraph().drawAscii(),
        () => step.getGraph().drawSvg(),
        () => step.getGraph().drawPng(),
        () => (blocked = false, step.inputSchema.parse({ text: 5 })),
      ]) {
        try { await work(); } catch (error) { messages.push([error.name, error.message]); }
      }
      console.log(JSON.stringify(messages));
    `);
    const message = (purpose: string, name: string): [string, string] => [
      'MissingPeerError',
      `[R312] ${purpose} needs ${name}, which could not be loaded. Install with: npm install ${name}`,
    ];
    expect(printed).to.deep.equal([
      message('A class as a type', 'class-transformer'),
      message('The JSON Schema of a class', 'class-validator-jsonschema'),
      message('Drawing with characters', '@dagrejs/dagre'),
      message('Drawing an SVG', '@hpcc-js/wasm-graphviz'),
      message('Drawing an SVG', '@hpcc-js/wasm-graphviz'),
      [
        'ValidationError',
        '[R310] Question is not valid: 1 fault.\n  text  must be a string (isString), got number',
      ],
    ]);
  });

  it('says which packages to install for a PNG, also on a machine that has no fonts', async () => {
    const printed = await printedBy(`
      import Module, { register } from 'node:module';
      const resolve = Module._resolveFilename;
      Module._resolveFilename = (name, ...rest) => {
        if (name.startsWith('@expo-google-fonts/')) throw new Error('Cannot find module ' + name);
        return resolve(name, ...rest);
      };
      const { RunnableLambda } = await import('runwright');
      const graph = RunnableLambda.from((text) => text).getGraph();
      const messages = [];
      const draw = async () => {
        try { await graph.drawPng(); } catch (error) { messages.push([error.name, error.message]); }
      };
      const resolveTo = (answer) => register('data:text/javascript,' + encodeURIComponent(\`
        export const resolve = (name, context, next) => name === '@resvg/resvg-js' ? \${answer} : next(name, context);\`));
      resolveTo("(() => { throw new Error('Cannot find package'); })()");
      await draw();
      // Without a font, a text takes no room.
      const fontless = 'export class Resvg { getBBox() {} render() { return { asPng: () => new Uint8Array() }; } }';
      resolveTo(JSON.stringify({ url: 'data:text/javascript,' + encodeURIComponent(fontless), shortCircuit: true }));
      await draw();
      console.log(JSON.stringify(messages));
    `);
    expect(printed).to.deep.equal([
      [
        'MissingPeerError',
        '[R312] Drawing a PNG needs @resvg/resvg-js, which could not be loaded. Install with: npm install @resvg/resvg-js',
      ],
      [
        'MissingPeerError',
        '[R312] Drawing a PNG on a machine without fonts needs @expo-google-fonts/arimo, which could not be loaded. Install with: npm install @expo-google-fonts/arimo',
      ],
    ]);
  });
});
