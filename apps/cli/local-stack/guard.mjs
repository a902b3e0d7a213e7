// Runs one server and never leaves it behind: when the parent is gone, however it went, or tells us so, the server is
// stopped with the signal it likes, and killed if it does not listen.
// Usage: guard.mjs '{"command","args","stopSignal","graceMs","uid","gid","cwd","env"}' as a child process with an IPC channel.
import { spawn } from 'node:child_process';

const { command, args, stopSignal = 'SIGTERM', graceMs = 8_000, uid, gid, cwd, env } = JSON.parse(process.argv[2]);
const child = spawn(command, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, ...env },
  ...(uid === undefined ? {} : { uid, gid }),
  ...(cwd === undefined ? {} : { cwd }),
});

let stopping = false;
function stop() {
  if (stopping) return;
  stopping = true;
  child.kill(stopSignal);
  setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
}
const tell = (message) => {
  if (process.connected) process.send(message, () => undefined);
};

child.once('spawn', () => tell({ pid: child.pid }));
child.once('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.once('exit', (code, signal) => {
  if (signal !== null && !stopping) process.stderr.write(`${command} was ended by ${signal}\n`);
  process.exit(code ?? (stopping ? 0 : 1));
});
process.once('disconnect', stop);
process.on('message', (message) => {
  if (message === 'stop') stop();
});
// A Ctrl-C or a hang-up is the parent's to handle: it stops the parts in order.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
process.on('SIGTERM', stop);
