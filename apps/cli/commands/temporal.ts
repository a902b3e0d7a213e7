import { Command } from 'commander';
import type { Cli } from '../cli.js';
import { EXIT } from '../failure.js';

interface Options {
  readonly json?: true;
}

/** `sopwith temporal install`: gets the Temporal server ahead of time. */
export function temporalCommand(cli: Cli): Command {
  const { terminal } = cli;
  const install = new Command('install')
    .description(
      "Gets the Temporal server now, so that the first `sopwith up` need not: PATH, cache, the SDK's download, go install",
    )
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  npx sopwith temporal install\n')
    .action(
      cli.run(async (options: Options) => {
        const { resolveTemporal } = await import('../local-stack/temporal-resolver.js');
        const started = Date.now();
        const source = await resolveTemporal({
          address: cli.environment().temporalAddress,
          env: cli.machine,
          onProgress: (text) => terminal.progress(text),
          signal: cli.interrupted,
        });
        const seconds = Math.round((Date.now() - started) / 100) / 10;
        if (options.json) terminal.json({ ...source, seconds });
        else if (source.kind === 'address')
          terminal.print(`TEMPORAL_ADDRESS is set: ${source.address} is used, nothing to install`);
        else terminal.print(`Temporal server ${source.serverVersion} is here (${SOURCES[source.from]}): ${source.path}`);
        return EXIT.done;
      }),
    );
  return new Command('temporal').description('The Temporal server of the local stack').addCommand(install);
}

const SOURCES = {
  path: 'found on PATH',
  cache: 'found in the cache folder',
  download: "downloaded by Temporal's SDK",
  go: 'built with Go',
} as const;
