// Loaded before a plane's own main, in its process. When the channel to the parent closes, even because the parent was
// killed, the plane is asked to end, and is killed if it does not. The plane knows nothing of it.
// While the channel is open, the parent stops the plane through it, so that a plane never receives a second signal.

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
