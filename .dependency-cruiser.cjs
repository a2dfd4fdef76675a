// The import directions of the house. `from` may not import `to`.
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule('no-circular', 'Data flows one way.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    rule(
      'shared-is-pure',
      'shared/ has no state, Node, Electron or React.',
      { path: '^shared/' },
      {
        path: ['^electron/', '^renderer/', '^database/', '^node:', 'node_modules/(electron|react)/'],
      },
    ),
    rule(
      'shared-no-node',
      'shared/ uses no Node built-in.',
      { path: '^shared/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'books-are-pure',
      'electron/books imports only itself and shared/.',
      {
        path: '^electron/books/',
        pathNot: ['^electron/books/corpus/', '\\.test\\.ts$'],
      },
      { path: ['^electron/(?!books/)', '^renderer/', '^database/'] },
    ),
    rule(
      'books-no-io',
      'electron/books has no disk, clock or network.',
      {
        path: '^electron/books/',
        pathNot: ['^electron/books/corpus/', '\\.test\\.ts$'],
      },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'renderer-sees-shared',
      'The renderer knows only shared/.',
      { path: '^renderer/' },
      { path: ['^electron/', '^database/'] },
    ),
    rule(
      'features-stand-alone',
      'Features do not import each other: shared parts go down to ui/ or state/.',
      { path: '^renderer/features/([^/]+)/' },
      { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    ),
    rule(
      'zod-stays-in-the-main-process',
      'The renderer takes types of the contract, and values only of its zod-free files.',
      { path: '^renderer/' },
      {
        path: 'node_modules/zod/|^shared/contract/(?!media|reply|event|wire)',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'database-is-private',
      'Only electron/database and electron/studio may import database/.',
      {
        path: '^(electron/(?!database/|studio/)|shared/|renderer/)',
      },
      { path: '^database/' },
    ),
    rule(
      'drizzle-is-private',
      'drizzle and better-sqlite3 stay behind electron/database.',
      {
        path: '^electron/(?!database/)',
      },
      { path: 'node_modules/(drizzle-orm|better-sqlite3)/' },
    ),
    rule(
      'electron-module',
      "Only main.ts, preload.ts and shell/ import 'electron'.",
      {
        path: '^electron/',
        pathNot: '^electron/(main|preload)\\.ts$|^electron/shell/',
      },
      { path: '^electron$|node_modules/electron/' },
    ),
    rule(
      'tests-stay-outside',
      'What ships knows nothing of the end-to-end tests.',
      { path: '^(electron|shared|database|renderer)/' },
      { path: '^e2e/' },
    ),
    rule(
      'nothing-imports-the-command-line',
      'cli.ts and cli/ are a face, not a library.',
      {
        path: '^(electron/(?!cli)|shared/|database/)',
      },
      { path: '^electron/cli' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
