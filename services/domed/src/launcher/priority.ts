// The daemon has priority over its skills: it answers, renews and acknowledges for all of them, and a skill in an
// endless loop must not keep it from that. Skills get all the processor time that nobody else wants.
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** About a ninth of the time that a process of the daemon's own priority would get beside it. */
export const SKILL_NICE = constants.priority.PRIORITY_BELOW_NORMAL;

/** Of the calling process. */
export function lowerOwnPriority(): void {
  attempt(() => setPriority(SKILL_NICE));
}

/** If Linux balances sessions against each other, it uses a value of the session, which no child inherits. */
export function lowerSession(leader: number): void {
  if (process.platform === 'linux') attempt(() => writeFileSync(`/proc/${leader}/autogroup`, String(SKILL_NICE)));
}

function attempt(lower: () => void): void {
  try {
    lower();
  } catch {
    // It has ended already, or the system does not weigh sessions: then nothing changes.
  }
}
