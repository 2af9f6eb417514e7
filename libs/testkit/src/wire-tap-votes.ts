// What may follow what while people are asked about a gate, judged from the stored events alone. Which votes are enough is
// not judged here: whoever counts them again needs the roles, and `@dome/audit` does.
import type { RunEvent } from '@dome/runs';

/** What follows the question. */
export type BallotEvent = Extract<
  RunEvent,
  {
    type:
      | 'dev.dome.run.approval-given.v1'
      | 'dev.dome.run.approval-withdrawn.v1'
      | 'dev.dome.run.approval-reminded.v1'
      | 'dev.dome.run.approval-expired.v1';
  }
>;

export interface AskedPeople {
  /** Who has a vote that stands. */
  readonly voters: Set<string>;
  reminded: number;
  isExpired: boolean;
}

export const askedPeople = (): AskedPeople => ({ voters: new Set(), reminded: 0, isExpired: false });

/** What is wrong with the event, of a gate about which people were asked. */
export function voteFindings(asked: AskedPeople, event: BallotEvent): string[] {
  const gate = `${event.data.gate} ${event.data.iteration}`;
  const late = asked.isExpired ? [`${event.type} for ${gate} after its deadline`] : [];
  switch (event.type) {
    case 'dev.dome.run.approval-given.v1': {
      const { user } = event.data.by;
      const twice = asked.voters.has(user) ? [`${user} votes twice on ${gate}`] : [];
      asked.voters.add(user);
      return [...late, ...twice];
    }
    case 'dev.dome.run.approval-withdrawn.v1': {
      const { user } = event.data.by;
      return [
        ...late,
        ...(asked.voters.delete(user) ? [] : [`${user} withdraws a vote on ${gate} that does not stand`]),
      ];
    }
    case 'dev.dome.run.approval-reminded.v1': {
      const { number } = event.data;
      const again = number > asked.reminded ? [] : [`reminder ${number} of ${gate} follows ${asked.reminded}`];
      asked.reminded = number;
      return [...late, ...again];
    }
    case 'dev.dome.run.approval-expired.v1':
      asked.isExpired = true;
      return late;
  }
}
