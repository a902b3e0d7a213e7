import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaContainer } from '@prisma/schema-engine-wasm';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { prismaFolder } from './prisma-folder.js';

/** What an engine compares when every table is ours. */
export const NO_FILTER = { externalTables: [], externalEnums: [] };

/** The part of the platform's WebAssembly we use; Node's own typings for version 20 lack it. */
interface WebAssemblyApi {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
}

let loaded: Promise<void> | undefined;

// Node cannot import the package's main entry (an ESM import of a .wasm file), so the module is instantiated by hand.
async function load(): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(file.replace(/\.js$/, '.wasm'));
  const platform = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
  const { instance } = await platform.instantiate(bytes, { './schema_engine_bg.js': withIdleTimers(bindings) });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

// Type numbers of PostgreSQL: "char" and text.
const [CHAR, TEXT] = [18, 25];

/** Rows of a result -> which of its columns are "char". */
const charColumns = new WeakMap<object, readonly number[]>();

function noteChars(result: pg.QueryArrayResult | undefined): void {
  const found = (result?.fields ?? []).flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []));
  if (result === undefined || found.length === 0) return;
  for (const index of found) (result.fields[index] as pg.FieldDef).dataTypeID = TEXT;
  charColumns.set(result.rows, found);
}

/**
 * The adapter refuses the catalog's one-byte type "char", which the engine reads when it describes a database: the client
 * passes it off as text, and `characterFactory` says what it is to the engine.
 */
class CatalogClient extends pg.Client {
  override query(...args: unknown[]): never {
    const done = args.at(-1);
    if (typeof done === 'function') {
      args[args.length - 1] = (error: unknown, result?: pg.QueryArrayResult) => {
        noteChars(result);
        (done as (error: unknown, result: unknown) => void)(error, result);
      };
    }
    const answer = (super.query as (...all: unknown[]) => unknown).apply(this, args);
    if (!(answer instanceof Promise)) return answer as never;
    return answer.then((result: pg.QueryArrayResult) => (noteChars(result), result)) as never;
  }
}

function characterFactory(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  return Object.assign(factory, {
    connect: async () => {
      const adapter = await connect();
      const queryRaw = adapter.queryRaw.bind(adapter);
      return Object.assign(adapter, {
        queryRaw: async (query: SqlQuery) => {
          const answer = await queryRaw(query);
          for (const index of charColumns.get(answer.rows) ?? []) answer.columnTypes[index] = ColumnTypeEnum.Character;
          return answer;
        },
      });
    },
  });
}

// The engine reports a panic through a global (which Prisma's client also sets) and then never answers: turned into a failure here.
const PANIC = 'PRISMA_WASM_PANIC_REGISTRY';

/** The engine's lock timeout (10 s) stays behind after it is done: it must not keep a process that has finished. */
function withIdleTimers(imports: object): Record<string, unknown> {
  const patched: Record<string, unknown> = { ...imports };
  for (const [name, start] of Object.entries(patched)) {
    if (!name.startsWith('__wbg_setTimeout')) continue;
    patched[name] = (...args: unknown[]) => {
      const timer = (start as (...all: unknown[]) => unknown)(...args);
      (timer as Partial<NodeJS.Timeout>).unref?.();
      return timer;
    };
  }
  return patched;
}

/** Runs Prisma's schema engine (WebAssembly, offline, no engine binary) against a database and frees it afterwards. */
export async function withSchemaEngine<T>(url: string, work: (engine: bindings.SchemaEngine) => Promise<T>): Promise<T> {
  loaded ??= load();
  await loaded;
  // The engine never gives its connections back: the pool is ours, so that we can close it.
  const settings: pg.PoolConfig = { connectionString: url, connectionTimeoutMillis: 5_000, max: 2 };
  const pool = new pg.Pool({ ...settings, Client: CatalogClient } as pg.PoolConfig);
  pool.on('error', () => undefined);
  const globals = globalThis as Record<string, unknown>;
  const before = globals[PANIC];
  let engine: bindings.SchemaEngine | undefined;
  let panicked = false;
  try {
    return await new Promise<T>((resolve, reject) => {
      const set_message = (text: string) => {
        panicked = true;
        reject(new Error(`Prisma's schema engine failed: ${text}`));
      };
      globals[PANIC] = { set_message };
      const factory = bindMigrationAwareSqlAdapterFactory(characterFactory(pool));
      bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, factory)
        .then((created) => work((engine = created)))
        .then(resolve, reject);
    });
  } finally {
    globals[PANIC] = before;
    // What is left of an engine that panicked cannot be freed.
    if (!panicked) engine?.free();
    await pool.end();
  }
}

/** The schema as the engine wants it. */
export async function readSchema(): Promise<SchemaContainer[]> {
  const path = join(prismaFolder(), 'schema.prisma');
  return [{ path, content: await readFile(path, 'utf8') }];
}

/** The migrations folder as the engine wants it, in order. */
export async function readMigrations(): Promise<MigrationList> {
  const baseDir = join(prismaFolder(), 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const lock = await readFile(join(baseDir, 'migration_lock.toml'), 'utf8');
  return {
    baseDir,
    lockfile: { path: './migration_lock.toml', content: lock },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      folders.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}

/**
 * The SQL that leads from a migrated database to schema.prisma; empty when they agree. (The engine's own shadow database
 * is not used: with a connection string the adapter would replay the migrations in the database itself.)
 */
export async function schemaDrift(migratedUrl: string): Promise<string> {
  const files = await readSchema();
  const { stdout } = await withSchemaEngine(migratedUrl, (engine) =>
    engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: prismaFolder() },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    }),
  );
  const script = (stdout ?? '').trim();
  return script.split('\n').every((line) => line.trim() === '' || line.startsWith('--')) ? '' : `${script}\n`;
}
