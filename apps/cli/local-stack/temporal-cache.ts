import { homedir } from 'node:os';
import { join } from 'node:path';

/** The version of the Temporal CLI that is fetched or built: the newest that `go install` can build. */
export const TEMPORAL_CLI_VERSION = '1.5.1';

/** The user's cache folder for things of ours that are costly to get, by the custom of the operating system. */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env['HOME'] ?? env['USERPROFILE'] ?? homedir();
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'sopwith');
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg !== undefined && xdg.startsWith('/') ? xdg : join(home, '.cache'), 'sopwith');
}

export function executableName(name: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? `${name}.exe` : name;
}

/** Where the cached Temporal server lies, there or not. */
export function cachedTemporal(env: Readonly<Record<string, string | undefined>>): string {
  return join(cacheFolder(env), `temporal-${TEMPORAL_CLI_VERSION}`, executableName('temporal'));
}
