// Loaded before a plane's own main, in its process: when the channel to the parent closes, also because the parent was
// killed and could say nothing, the plane is told to end, and is ended when it does not. A plane knows nothing of it. The
// broker went with the parent, so a drain has nobody left to hand its work to.
// While it stands, the parent asks for the end through it, which is no second signal to a plane that had one.

/** The broker went with the parent, so a drain has nobody left to hand its work to. */
const GRACE_MS = 3_000;
let isEnding = false;

process.on('message', (message) => {
  if (message === 'end' && !isEnding) process.kill(process.pid, 'SIGTERM');
});
process.on('SIGTERM', () => {
  isEnding = true;
  // Before the plane itself listens, the signal ends it as it would without this listener.
  if (process.listenerCount('SIGTERM') === 1) process.exit(143);
});

process.once('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The channel alone keeps no process alive.
process.channel?.unref();
