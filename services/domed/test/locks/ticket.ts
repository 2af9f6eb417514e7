import type { LockTicket } from '../../src/locks/table.ts';

export const ticketOf = (ticket: string, over: Partial<LockTicket> = {}): LockTicket => ({
  ticket,
  mode: 'exclusive',
  skill: 'deploy',
  runId: 'run-1',
  taskId: 'task',
  iteration: 1,
  jobId: `job-${ticket}`,
  instance: 'domed-a',
  sinceMs: 0,
  expiresAtMs: 100,
  ...over,
});
