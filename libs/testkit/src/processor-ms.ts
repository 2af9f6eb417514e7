/**
 * What a run costs the thread in processor time, in milliseconds: unlike the time on a clock it is the same on a machine with
 * much else to do. The run may not wait for anything: what others do meanwhile would count as its own.
 */
export function processorMs(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
