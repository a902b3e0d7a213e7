import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';
import { importViolation } from './test/support/import-rules.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));

/** Import directions as lint errors, each with its reason (table: test/support/import-rules.mjs). */
const importDirections = {
  create(context) {
    const file = path.relative(root, context.filename).split(path.sep).join('/');
    const check = (node) => {
      if (typeof node.source?.value !== 'string') return;
      const violation = importViolation(file, node.source.value);
      if (violation) context.report({ node: node.source, message: violation });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

const clockless = 'workflows/ has no clock of its own: take `at` as an argument.';

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.sopwith/**', 'prisma/generated/**', 'test/fixtures/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { sopwith: { rules: { 'import-directions': importDirections } } },
    rules: {
      'sopwith/import-directions': 'error',
      eqeqeq: 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports: one name per thing, the same everywhere.' },
        { selector: 'ExportAllDeclaration', message: 'No `export *`: a front door names what it offers.' },
      ],
    },
  },
  {
    files: ['workflows/**/*.ts'],
    ignores: ['**/*.spec.ts', 'workflows/durable/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'setTimeout',
        'setInterval',
        'setImmediate',
        'fetch',
        'performance',
        'crypto',
        'console',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: clockless },
        { object: 'Math', property: 'random', message: 'Randomness does not replay: hash a seed instead.' },
        ...[
          'toLocaleString',
          'toLocaleDateString',
          'toLocaleTimeString',
          'getHours',
          'getDay',
          'getDate',
          'getMonth',
          'getFullYear',
          'getTimezoneOffset',
        ].map((property) => ({
          property,
          message: 'Follows the zone and language of the process: use ZoneCalendar or the UTC variant.',
        })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports: one name per thing, the same everywhere.' },
        { selector: 'ExportAllDeclaration', message: 'No `export *`: a front door names what it offers.' },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clockless },
        {
          selector: "CallExpression[callee.property.name='format'][arguments.length=0]",
          message: 'Intl format() without an argument reads the real clock.',
        },
      ],
    },
  },
  { files: ['**/*.spec.ts', 'test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
