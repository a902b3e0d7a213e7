// Preloaded into the api and the worker of a local stack: when the process that started them is gone, so are they.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  // The database and Temporal of the stack end as well, so a drain has little to wait for.
  setTimeout(() => process.exit(1), 3_000).unref();
});
