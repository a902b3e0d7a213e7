// Writes a new migration folder from the difference between the migrations so far and schema.prisma:
//   npm run build && DATABASE_URL=postgresql://... node prisma/create-migration.mjs add_something
// The database only lends its server: the migrations are replayed in a database of their own there, dropped again.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../dist/prisma/migrate.js';
import { readMigrations, schemaDrift } from '../dist/prisma/schema-engine.js';

const [name] = process.argv.slice(2);
const url = process.env.DATABASE_URL;
if (!name || !/^[a-z][a-z0-9_]*$/.test(name) || !url) {
  console.error('Usage: DATABASE_URL=postgresql://... node prisma/create-migration.mjs lower_snake_case_name');
  process.exit(2);
}
const server = new pg.Client({ connectionString: url });
await server.connect();
const scratch = `sopwith_migration_${randomBytes(4).toString('hex')}`;
const scratchUrl = Object.assign(new URL(url), { pathname: `/${scratch}` }).href;
await server.query(`CREATE DATABASE ${scratch}`);
let script;
try {
  await migrate(scratchUrl);
  script = await schemaDrift(scratchUrl);
} finally {
  await server.query(`DROP DATABASE ${scratch} WITH (FORCE)`);
  await server.end();
}
if (script === '') {
  console.log('The migrations already lead to schema.prisma: nothing to write.');
  process.exit(0);
}
const { baseDir } = await readMigrations();
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = join(baseDir, `${stamp}_${name}`);
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'migration.sql'), script);
console.log(`Wrote ${folder}/migration.sql: read it before you commit it.`);
