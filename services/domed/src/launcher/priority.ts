// The daemon comes before what its skills compute: it answers, renews and acknowledges for all of them, and a skill that
// loops must not keep it from that. Skills have all that nobody else wants.
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** About a ninth of what a process of the daemon's own priority gets beside it. */
export const SKILL_NICE = constants.priority.PRIORITY_BELOW_NORMAL;

/** Of the process that calls it. */
export function lowerOwnPriority(): void {
  attempt(() => setPriority(SKILL_NICE));
}

/** Where Linux weighs sessions against each other, it goes by a figure of the session's own, which no child inherits. */
export function lowerSession(leader: number): void {
  if (process.platform === 'linux') attempt(() => writeFileSync(`/proc/${leader}/autogroup`, String(SKILL_NICE)));
}

function attempt(lower: () => void): void {
  try {
    lower();
  } catch {
    // It has ended already, or the system does not weigh sessions: then it stays as it is.
  }
}
