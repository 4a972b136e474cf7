// The dependency rules of ARCHITECTURE.md: arrows point inwards, and this file is what makes that true.

const layers = 'activities|api|bench|bin|db|delivery|devices|domain|embedded|openapi|platform|providers|workflows';

/** A folder may use itself and the named folders, nothing else of ours. */
const layer = (name, allowed) => ({
  name: `${name}-may-use-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: { path: `^(${layers})/`, pathNot: `^(${[name, ...allowed].join('|')})/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    layer('domain', []),
    layer('platform', []),
    layer('embedded', ['platform']),
    layer('db', ['domain', 'platform']),
    layer('providers', ['domain', 'platform']),
    layer('activities', ['domain', 'db', 'providers', 'platform', 'workflows/messages']),
    layer('workflows', ['domain', 'activities']),
    layer('delivery', ['domain', 'db', 'providers', 'platform', 'workflows/messages']),
    layer('devices', ['domain', 'db', 'platform', 'providers/storage', 'workflows/messages']),
    layer('api', ['domain', 'db', 'openapi', 'platform', 'providers', 'workflows/messages']),
    layer('bench', [
      'activities',
      'api',
      'db',
      'delivery',
      'devices',
      'domain',
      'embedded',
      'platform',
      'providers',
      'workflows/messages',
    ]),
    {
      name: 'workflows-see-activity-types-only',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'prices-come-from-activities',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^domain/(tariff|local-time)' },
    },
    {
      name: 'pure-domain',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'temporal-polyfill' },
    },
    {
      name: 'pure-bundle',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: '@temporalio/(workflow|common)' },
    },
    {
      name: 'nothing-uses-tests-or-bin',
      severity: 'error',
      from: { path: `^(${layers})/`, pathNot: '^(bench|bin)/' },
      to: { path: '^(test|bench|bin)/' },
    },
    {
      name: 'benchmarks-use-no-tests',
      severity: 'error',
      from: { path: '^bench/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js'] },
  },
};
