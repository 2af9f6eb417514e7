// What an installation holds and people may read: the chains of runs that are not finished, with their documents and jobs,
// jobs that no daemon could read, the skills that are announced, and the law.
import type { Held } from '@dome/compat';
import type { ControlClient, Followed } from '@dome/client';
import { BUCKETS, LIMITS } from '@dome/contracts';

import { readStoredLaw } from '../law/stored-law.ts';

/** Where a command is parked that belongs to no run, because nobody could read it. */
const NO_RUN = 'none';

export async function heldBy(client: ControlClient): Promise<Held[]> {
  const held: Held[] = [];
  for (const runId of await openRuns(client)) {
    const events = await eventsOf(client.followRun(runId, { untilCaughtUp: true }));
    held.push(...events.flatMap((event) => ofRun(`run ${runId}`, event)), ...(await ofJobs(client, runId)));
  }
  return [...held, ...(await ofJobs(client, NO_RUN)), ...(await ofSkills(client)), ...(await ofLaw(client))];
}

async function openRuns(client: ControlClient): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const { runs, next } = await client.runs.list({ limit: LIMITS.listMax, ...(after === undefined ? {} : { after }) });
    found.push(...runs.filter(({ state }) => state !== 'finished').map(({ runId }) => runId));
    after = next === after ? undefined : next;
  } while (after !== undefined);
  return found;
}

type Event = Extract<Followed, { readonly kind: 'event' }>['event'];

async function eventsOf(followed: AsyncGenerator<Followed, void>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const item of followed) if (item.kind === 'event') events.push(item.event);
  return events;
}

function ofRun(owner: string, event: Event): Held[] {
  const message = { owner, name: event.type, value: event };
  if (event.type !== 'dev.dome.run.submitted.v1') return [message];
  const { plan, policy } = event.data;
  return [
    message,
    { owner, name: 'Plan', value: plan },
    ...(policy === undefined ? [] : [{ owner, name: 'Policy', value: policy }]),
  ];
}

async function ofJobs(client: ControlClient, runId: string): Promise<Held[]> {
  const events = await eventsOf(client.followJobEvents({ runId, notes: true }, { untilCaughtUp: true }));
  return events.map((event) => {
    const word = event.type === 'dev.dome.job.parked.v1' ? 'parked command of job' : 'job';
    return { owner: `${word} ${event.subject}`, name: event.type, value: event };
  });
}

async function ofSkills(client: ControlClient): Promise<Held[]> {
  const announced = await client.skills.listAll({});
  const held: Held[] = [];
  for (const announcement of announced) {
    const { name, version, descriptorDigest } = announcement;
    const owner = `skill ${name}@${version}`;
    const value = await client.skills.descriptor(descriptorDigest);
    held.push({ owner, name: BUCKETS.domed_capabilities, value: announcement }, { owner, name: 'Descriptor', value });
  }
  return held;
}

const LAW_DOCUMENTS = { policy: 'Policy', access: 'Access', environment: 'Environment' } as const;

/** All of it, also what was withdrawn: a replica that starts reads the law from its first message. */
async function ofLaw(client: ControlClient): Promise<Held[]> {
  const { versions, events } = await readStoredLaw(client);
  return [
    ...events.map((event) => ({ owner: `law ${event.subject}`, name: event.type, value: event })),
    ...versions.map(({ kind, name, version, document }) => ({
      owner: `law ${kind} ${name}@${version}`,
      name: LAW_DOCUMENTS[kind],
      value: document,
    })),
  ];
}
