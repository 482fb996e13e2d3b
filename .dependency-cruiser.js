// Data flows declare → assemble → run → observe → serve; imports point the other way only.

/** What each folder of src may import besides itself. A folder that is not named here is an edge (`nest/`, `serve/` …). */
const MAY_IMPORT = {
  errors: [],
  metadata: ['errors'],
  stream: ['errors'],
  plan: ['errors'],
  declare: ['metadata', 'plan', 'errors'],
  assemble: ['metadata', 'plan', 'run', 'errors'],
  run: ['plan', 'stream', 'errors'],
  observe: ['plan', 'stream', 'errors'],
  schema: ['metadata', 'errors'],
  graph: ['plan', 'schema', 'errors'],
  serialize: ['plan', 'run', 'errors'],
  components: ['declare', 'run', 'plan', 'stream', 'schema', 'errors'],
};

const folders = (names) => `^src/(${names.join('|')})/`;
const CORE = folders(Object.keys(MAY_IMPORT));
const ROOTS = '^src/(app|fluent|index)\\.ts$';
const TYPES_ONLY = ['type-only'];

const phases = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `phase-${folder}`,
  comment: `src/${folder} may import ${allowed.join(', ') || 'nothing'} of src.`,
  severity: 'error',
  from: { path: folders([folder]) },
  to: { path: '^src/', pathNot: folders([folder, ...allowed]) },
}));

export default {
  forbidden: [
    ...phases,
    {
      name: 'declare-plan-types',
      comment: 'A decorator takes from plan its types only.',
      severity: 'error',
      from: { path: '^src/declare/' },
      to: { path: '^src/plan/', dependencyTypesNot: TYPES_ONLY },
    },
    {
      name: 'index-is-a-leaf',
      comment: 'index.ts lists the public names for users; inside, import the file that declares the name.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'roots-without-edges',
      comment: 'The main entry loads without the optional peer dependencies of the edges.',
      severity: 'error',
      from: { path: ROOTS },
      to: { path: '^src/[^/]+/', pathNot: CORE },
    },
    {
      name: 'edges-apart',
      comment: 'An edge is installed by itself, so it never imports another edge.',
      severity: 'error',
      from: { path: '^src/([^/]+)/', pathNot: CORE },
      to: { path: '^src/[^/]+/', pathNot: [CORE, '^src/$1/'] },
    },
    {
      name: 'src-alone',
      comment: 'The library knows neither its tests nor its examples.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|examples)/' },
    },
    {
      name: 'src-installed',
      comment:
        'What src imports is installed with the package: a dependency or a peer dependency, types included.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm', 'npm-peer', 'npm-optional'],
      },
    },
    {
      name: 'no-cycles',
      comment: 'Type imports count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@runwright/source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.d.ts', '.json'],
    },
  },
};
