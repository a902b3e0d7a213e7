#!/usr/bin/env node
// Starts the compiled command. Kept free of imports of ours, so that a checkout that was never built can say so.
import { existsSync } from 'node:fs';

const compiled = new URL('../../dist/apps/cli/main.js', import.meta.url);

if (existsSync(compiled)) {
  const { main } = await import(compiled.href);
  const { stdin, stdout, stderr } = process;
  process.exitCode = await main(process.argv.slice(2), { stdin, stdout, stderr });
  // A library that keeps a handle open must not keep the terminal: output is out by now, or in half a second.
  setTimeout(() => process.exit(), 500).unref();
} else {
  process.stderr.write('sopwith: dist/ is missing, so the command is not built yet.\nBuild it with: npm run build\n');
  process.exitCode = 3;
}
