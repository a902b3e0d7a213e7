// Puts `sopwith` into node_modules/.bin. npm does that for dependencies only, not for a package's own command: without it
// every `npx sopwith` in a checkout installs the checkout into npm's cache first, takes a second longer, and stays broken
// when two of them did so at once.
import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../node_modules/.bin');
const script = '../../apps/cli/sopwith.mjs';
const link = path.join(bin, 'sopwith');

mkdirSync(bin, { recursive: true });
if (process.platform === 'win32') writeFileSync(`${link}.cmd`, `@node "%~dp0\\${script.replaceAll('/', '\\')}" %*\r\n`);
else if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync(script, link);
