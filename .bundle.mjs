// The second half of `npm run build`: `src` becomes one file of JavaScript for each entry of the package's `exports`, and
// one of what they share, without comments. To import hundreds of small files takes several times as long.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { rollup } from '@rollup/wasm-node';
import { minify } from 'terser';
import ts from 'typescript';

const { config } = ts.readConfigFile('tsconfig.build.json', ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
const compilerOptions = {
  ...options,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  removeComments: true,
  declaration: false,
  declarationMap: false,
};

const { exports } = JSON.parse(await readFile('package.json', 'utf8'));
const sources = Object.values(exports).flatMap((entry) => entry['@runwright/source'] ?? []);
const root = resolve('src');
const edges = sources.map((file) => dirname(resolve(file))).filter((folder) => folder !== root);

const bundle = await rollup({
  input: Object.fromEntries(sources.map((file) => [file.slice('./src/'.length, -'.ts'.length), file])),
  external: /^[^./]/,
  treeshake: false,
  onLog: (level, log, handler) => {
    // What the compiler emits for decorators looks for helpers at a top level that a module has not; it has its own.
    if (log.code !== 'THIS_IS_UNDEFINED') handler(level, log);
  },
  plugins: [
    {
      name: 'typescript',
      resolveId: (path, importer) =>
        resolve(importer === undefined ? '.' : dirname(importer), path.replace(/\.js$/, '.ts')),
      async load(fileName) {
        const source = await readFile(fileName, 'utf8');
        const { outputText, sourceMapText } = ts.transpileModule(source, { fileName, compilerOptions });
        return { code: outputText, map: sourceMapText };
      },
    },
    {
      name: 'white space and names of local variables',
      // Names of functions and classes stay, for stack traces and for the serialised form.
      async renderChunk(text) {
        const mangle = { keep_classnames: true, keep_fnames: true };
        const options = { compress: false, mangle, format: { semicolons: false }, sourceMap: true };
        const { code, map } = await minify(text, options);
        return { code, map };
      },
    },
  ],
});
const { output } = await bundle.write({
  dir: 'dist',
  chunkFileNames: '[name].js',
  // What is no edge's own is one file: fewer of them load faster than exactly those that an edge needs.
  manualChunks: (id) => (edges.some((edge) => id.startsWith(`${edge}/`)) ? undefined : 'core'),
  sourcemap: true,
  // The sources are published beside `dist`.
  sourcemapExcludeSources: true,
});

// Where two files name something alike, the bundler renames one; errors and the serialised form show the names of classes.
for (const { fileName } of output.filter((file) => file.isEntry)) {
  const names = await import(`./dist/${fileName}`);
  for (const value of Object.values(names)) {
    const isClass = typeof value === 'function' && /^class\b/.test(String(value));
    if (isClass && names[value.name] !== value)
      throw new Error(`${fileName} exports a class as ${value.name}.`);
  }
}
