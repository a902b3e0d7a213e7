// Lets the Temporal SDK fetch its own development server into a folder, and ends it again. Run as a process of its own,
// because the SDK's download has no bound and cannot be cancelled. Usage: sdk-download.mjs FOLDER VERSION
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [downloadDir, version] = process.argv.slice(2);
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'cached-download', downloadDir, version: `v${version}` },
      log: { format: 'pretty', level: 'error' },
    },
  });
  await environment.teardown();
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
