/**
 * The processor time of a run in milliseconds: unlike elapsed time it is the same on a busy machine. The run may not wait
 * for anything: what others do meanwhile would count as its own.
 */
export function processorMs(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
