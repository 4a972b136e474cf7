// What the linter forbids, beyond its strict rules: clocks, randomness and process state in pure code.
import tseslint from 'typescript-eslint';

const deterministic = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Pass the instant in: this code has no clock.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Pass the instant in: this code has no clock.',
  },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Pass randomness in.' },
  { selector: 'MemberExpression[property.name=/^toLocale/]', message: 'Locale output differs between machines.' },
  {
    selector: "MemberExpression[object.property.name='Now'][object.object.name='Temporal']",
    message: 'Pass the instant in.',
  },
  {
    selector: 'MemberExpression[property.name=/^get(Hours|Minutes|Day|Date|Month|FullYear|Seconds|TimezoneOffset)$/]',
    message: 'Local Date getters read the zone of the process.',
  },
];

export default tseslint.config(
  { ignores: ['node_modules', '.runtime', 'openapi/generated', 'coverage'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['domain/**/*.ts', 'workflows/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...deterministic],
      'no-restricted-globals': ['error', 'process', 'crypto', 'setInterval'],
    },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
