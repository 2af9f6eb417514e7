// Loaded before a plane's own main, in its process: when the channel to the parent closes, also because the parent was
// killed and could say nothing, the plane is told to end, and is ended when it does not. A plane knows nothing of it. The
// broker went with the parent, so a drain has nobody left to hand its work to.

const GRACE_MS = 3_000;

process.once('disconnect', () => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
// The channel alone keeps no process alive.
process.channel?.unref();
