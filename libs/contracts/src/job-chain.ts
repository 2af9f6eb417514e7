// L7 from the outside: the transitions of one job form one chain, and whoever reads a whole chain can judge it. The
// broker keeps the chain linear (every write expects the last sequence). What may follow what is data here, so that a
// test and the wire tap judge by the same rules that the daemon writes by. Nothing here knows how a chain is stored.

export const JOB_PHASES = {
  started: {
    terminal: false,
    sentence: "A daemon won the claim; the sequence of this message is the attempt's epoch.",
  },
  retrying: { terminal: false, sentence: 'The attempt ended without a result and another one may start.' },
  succeeded: { terminal: true, sentence: 'The skill ended well and its output is valid against its schema.' },
  failed: { terminal: true, sentence: 'The check said no, or the system broke and no attempts remain.' },
  refused: { terminal: true, sentence: 'The command was not carried out, and none of it ran.' },
  canceled: { terminal: true, sentence: 'Someone asked to stop it, and it has stopped.' },
  'timed-out': { terminal: true, sentence: 'One of its timeouts expired.' },
  parked: { terminal: true, sentence: 'No daemon can bring it to a verdict; a person must look.' },
} as const satisfies Record<string, { readonly terminal: boolean; readonly sentence: string }>;

export type JobPhase = keyof typeof JOB_PHASES;
export const JOB_PHASE_NAMES = Object.keys(JOB_PHASES) as readonly JobPhase[];
export type OpenPhase = 'started' | 'retrying';
export type TerminalPhase = Exclude<JobPhase, OpenPhase>;

export interface JobTransition {
  readonly from: 'queued' | OpenPhase;
  readonly to: JobPhase;
  readonly sentence: string;
}

/** Every legal step. A non-empty chain is at the phase of its last message; an empty one is queued. */
export const JOB_TRANSITIONS: readonly JobTransition[] = [
  { from: 'queued', to: 'started', sentence: 'A daemon won the claim.' },
  { from: 'queued', to: 'canceled', sentence: 'It was canceled before anyone started it.' },
  {
    from: 'queued',
    to: 'refused',
    sentence: 'Discovery or the schema says no, or the key was used for different work.',
  },
  { from: 'queued', to: 'timed-out', sentence: 'It waited longer than its queue timeout allows.' },
  { from: 'queued', to: 'parked', sentence: 'It cannot be handled at all.' },
  { from: 'started', to: 'started', sentence: 'The attempt was lost and another daemon takes over.' },
  { from: 'started', to: 'retrying', sentence: 'A transient problem, a drain, or a claim given back.' },
  { from: 'started', to: 'succeeded', sentence: 'The skill ended well.' },
  { from: 'started', to: 'failed', sentence: 'The skill ended badly, or the last attempt was lost.' },
  { from: 'started', to: 'refused', sentence: "Nothing ran yet: the claim was not this command's to make." },
  { from: 'started', to: 'canceled', sentence: 'The attempt was stopped, or was lost with a cancel noted.' },
  { from: 'started', to: 'timed-out', sentence: 'The execution, heartbeat or total clock ran out.' },
  { from: 'started', to: 'parked', sentence: 'No verdict can be reached.' },
  { from: 'retrying', to: 'started', sentence: 'The next attempt.' },
  { from: 'retrying', to: 'failed', sentence: 'No daemon can serve the next attempt.' },
  { from: 'retrying', to: 'refused', sentence: "Another command gave the claim back, and its owner's is refused." },
  { from: 'retrying', to: 'canceled', sentence: 'It was canceled between two attempts.' },
  { from: 'retrying', to: 'timed-out', sentence: 'The timeout expired between two attempts.' },
  { from: 'retrying', to: 'parked', sentence: 'No verdict can be reached.' },
];

export const isTerminal = (phase: JobPhase): phase is TerminalPhase => JOB_PHASES[phase].terminal;

const ends = new Set(JOB_PHASE_NAMES.filter(isTerminal).map((phase) => `dev.dome.job.${phase}.v1`));

/** Whether the event is the terminal of a job. */
export const endsJob = ({ type }: { readonly type: string }): boolean => ends.has(type);

const legalSteps = new Set(JOB_TRANSITIONS.map(({ from, to }) => `${from}>${to}`));

export function isLegalTransition(from: 'queued' | JobPhase, to: JobPhase): boolean {
  return legalSteps.has(`${from}>${to}`);
}

/** What a chain shows of one transition; a member that the message lacks is undefined. */
export interface ChainLink {
  readonly phase: JobPhase;
  /** Its sequence in the stream. */
  readonly sequence: number;
  readonly requestDigest?: string | undefined;
  readonly commandSequence?: number | undefined;
  readonly attempt?: number | undefined;
  /** The sequence of the attempt's `started`, which that message itself cannot carry. */
  readonly epoch?: number | undefined;
  /** For `started` and `retrying`: whether it uses up one of maximumAttempts. */
  readonly counted?: boolean | undefined;
  /** For a `started` that follows another: the epoch that it ends. */
  readonly supersedes?: number | undefined;
}

export type ChainRule =
  | 'order'
  | 'after-terminal'
  | 'illegal-step'
  | 'identity'
  | 'attempt'
  | 'epoch'
  | 'counted'
  | 'supersedes'
  | 'not-its-attempt'
  | 'no-terminal';

export interface ChainFinding {
  /** Position in the chain, from 0; the chain's length if something is missing at its end. */
  readonly index: number;
  readonly rule: ChainRule;
  readonly detail: string;
}

interface Walk {
  readonly link: ChainLink;
  readonly before: ChainLink | undefined;
  /** The last `started` before this link, and how many there were. */
  readonly started: ChainLink | undefined;
  readonly starts: number;
}

type Check = (walk: Walk) => string | undefined;

/** Judges a whole chain, oldest first; `ended` means that it must have its terminal. A legal chain has no findings. */
export function checkChain(chain: readonly ChainLink[], options: { readonly ended?: boolean } = {}): ChainFinding[] {
  const findings: ChainFinding[] = [];
  let started: ChainLink | undefined;
  let starts = 0;
  for (const [index, link] of chain.entries()) {
    const walk: Walk = { link, before: chain[index - 1], started, starts };
    for (const [rule, check] of checks) {
      const detail = check(walk);
      if (detail !== undefined) findings.push({ index, rule, detail });
    }
    if (link.phase !== 'started') continue;
    started = link;
    starts += 1;
  }
  return [...findings, ...identityFindings(chain), ...endFindings(chain, options.ended === true)];
}

const checkOrder: Check = ({ link, before }) =>
  before !== undefined && link.sequence <= before.sequence
    ? `sequence ${link.sequence} does not follow ${before.sequence}`
    : undefined;

const checkAfterTerminal: Check = ({ link, before }) =>
  before !== undefined && isTerminal(before.phase)
    ? `${link.phase} was written after the terminal ${before.phase}`
    : undefined;

const checkStep: Check = ({ link, before }) => {
  const from = before?.phase ?? 'queued';
  if (before !== undefined && isTerminal(before.phase)) return undefined;
  if (!isLegalTransition(from, link.phase)) return `${from} cannot become ${link.phase}`;
  const ownRetry = before?.phase === 'retrying' && before.commandSequence === link.commandSequence;
  return link.phase === 'refused' && ownRetry ? 'refused after an attempt of the same command' : undefined;
};

const checkAttempt: Check = ({ link, starts }) => {
  const expected = link.phase === 'started' ? starts + 1 : starts;
  if (expected === 0 && link.attempt === undefined) return undefined;
  return link.attempt === expected ? undefined : `attempt is ${link.attempt}, not ${expected}`;
};

const checkEpoch: Check = ({ link, started }) => {
  const expected = link.phase === 'started' ? undefined : started?.sequence;
  return link.epoch === expected ? undefined : `epoch is ${link.epoch}, not ${expected}`;
};

const checkSupersedes: Check = ({ link, before }) => {
  const takesOver = link.phase === 'started' && before?.phase === 'started';
  const expected = takesOver ? before.sequence : undefined;
  return link.supersedes === expected ? undefined : `supersedes is ${link.supersedes}, not ${expected}`;
};

/**
 * What uses up an attempt: the first start, the replacement of a lost attempt of the same command, and the start after
 * a retry that counts.
 */
const checkCounted: Check = ({ link, before }) => {
  if (link.phase === 'retrying') return typeof link.counted === 'boolean' ? undefined : 'counted is missing';
  if (link.phase !== 'started') return undefined;
  const expected = startCounts(before, link.commandSequence);
  return link.counted === expected ? undefined : `counted is ${link.counted}, not ${expected}`;
};

/** Whether a `started` of this command uses up an attempt, given the message before it. */
export function startCounts(
  before: Pick<ChainLink, 'phase' | 'commandSequence' | 'counted'> | undefined,
  commandSequence: number | undefined,
): boolean {
  if (before === undefined) return true;
  return before.phase === 'retrying' ? before.counted === true : before.commandSequence === commandSequence;
}

const checkWriter: Check = ({ link, started }) => {
  const byAttempt = link.phase === 'succeeded' || link.phase === 'retrying';
  if (!byAttempt || started === undefined || started.commandSequence === link.commandSequence) return undefined;
  return `${link.phase} of command ${link.commandSequence} ends the attempt of command ${started.commandSequence}`;
};

const checks: readonly (readonly [ChainRule, Check])[] = [
  ['order', checkOrder],
  ['after-terminal', checkAfterTerminal],
  ['illegal-step', checkStep],
  ['attempt', checkAttempt],
  ['epoch', checkEpoch],
  ['supersedes', checkSupersedes],
  ['counted', checkCounted],
  ['not-its-attempt', checkWriter],
];

/** Only a cancel of a queued job is written by someone who never saw the command; a command has one digest. */
function identityFindings(chain: readonly ChainLink[]): ChainFinding[] {
  const digests = new Map<number, string>();
  return chain.flatMap(({ phase, commandSequence, requestDigest }, index): ChainFinding[] => {
    const rule = 'identity';
    if (commandSequence === undefined || requestDigest === undefined) {
      const detail = 'requestDigest or commandSequence is missing';
      return phase === 'canceled' && index === 0 ? [] : [{ index, rule, detail }];
    }
    const known = digests.get(commandSequence) ?? requestDigest;
    digests.set(commandSequence, known);
    const detail = `command ${commandSequence} has two digests`;
    return known === requestDigest ? [] : [{ index, rule, detail }];
  });
}

function endFindings(chain: readonly ChainLink[], ended: boolean): ChainFinding[] {
  const last = chain.at(-1);
  if (!ended || (last !== undefined && isTerminal(last.phase))) return [];
  const detail = last === undefined ? 'the chain is empty' : `the chain ends with ${last.phase}`;
  return [{ index: chain.length, rule: 'no-terminal', detail }];
}
