// The chains of jobs from the raw stream, in the form that the contract's rules judge.
import { JOB_PHASES, checkChain, isTerminal } from '@dome/contracts';
import type { ChainLink, JobPhase } from '@dome/contracts';
import type { RawMessage } from '@dome/testkit';

export interface Link extends ChainLink {
  readonly data: Readonly<Record<string, unknown>>;
  readonly subject: string;
}

export interface Note {
  readonly jobId: string;
  readonly note: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface JobEvents {
  /** By `<skill> <runId> <jobId>`, each oldest first. */
  readonly chains: ReadonlyMap<string, readonly Link[]>;
  readonly notes: readonly Note[];
}

/** `dome.evt.job.<skill>.<runId>.<jobId>.<phase>` is a transition, one token more is a note. */
export function jobEventsOf(messages: readonly RawMessage[]): JobEvents {
  const chains = new Map<string, Link[]>();
  const notes: Note[] = [];
  for (const message of messages) {
    const [, , , skill = '', runId = '', jobId = '', phase = '', note] = message.subject.split('.');
    const data = dataOf(message);
    if (note !== undefined) {
      notes.push({ jobId, note, data });
      continue;
    }
    if (!isPhase(phase)) throw new Error(`${message.subject} ends with no phase`);
    const key = `${skill} ${runId} ${jobId}`;
    const chain = chains.get(key) ?? [];
    chain.push({ ...linkOf(data), phase, sequence: message.sequence, subject: message.subject, data });
    chains.set(key, chain);
  }
  return { chains, notes };
}

/** The phases of the job's only chain; a job with two chains is a mistake in the test. */
export function phasesOf(events: JobEvents, jobId: string): string[] {
  const [chain = [], ...others] = chainsOf(events, jobId);
  if (others.length > 0) throw new Error(`${jobId} has ${others.length + 1} chains`);
  return chain.map(({ phase }) => phase);
}

export function chainsOf({ chains }: JobEvents, jobId: string): (readonly Link[])[] {
  return [...chains].filter(([key]) => key.endsWith(` ${jobId}`)).map(([, chain]) => chain);
}

/** What is wrong with any chain, each finding with its chain. */
export function findingsOf({
  chains,
}: JobEvents): (ReturnType<typeof checkChain>[number] & { readonly chain: string })[] {
  return [...chains].flatMap(([key, chain]) =>
    checkChain(chain, { ended: true }).map((finding) => ({ chain: key, ...finding })),
  );
}

export function terminalsOf(chain: readonly Link[]): Link[] {
  return chain.filter(({ phase }) => isTerminal(phase));
}

export function takeOversOf({ chains }: JobEvents): Link[] {
  return [...chains.values()].flat().filter(({ supersedes }) => supersedes !== undefined);
}

function linkOf(data: Readonly<Record<string, unknown>>): Omit<ChainLink, 'phase' | 'sequence'> {
  return {
    requestDigest: typeof data['requestDigest'] === 'string' ? data['requestDigest'] : undefined,
    commandSequence: numberOf(data['commandSequence']),
    attempt: numberOf(data['attempt']),
    epoch: numberOf(data['epoch']),
    counted: typeof data['counted'] === 'boolean' ? data['counted'] : undefined,
    supersedes: numberOf(data['supersedes']),
  };
}

export function dataOf({ body, subject }: RawMessage): Readonly<Record<string, unknown>> {
  const data: unknown = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
  if (typeof data !== 'object' || data === null) throw new Error(`the message on ${subject} has no data`);
  return { ...data };
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
export const isPhase = (token: string): token is JobPhase => Object.hasOwn(JOB_PHASES, token);
