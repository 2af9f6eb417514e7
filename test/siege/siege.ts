// The siege: all parties at once, for its whole time; then the verdict.
import { createTally } from './attack.ts';
import type { Counted } from './attack.ts';
import { ATTACKS, chosen, FUZZER } from './attacks/index.ts';
import { fuzz } from './fuzz/fuzzer.ts';
import { runGatedRuns } from './gated.ts';
import { openGround } from './ground.ts';
import type { Ground } from './ground.ts';
import { runHealthyJobs, storeTree } from './healthy.ts';
import { newObservations, observe } from './observations.ts';
import type { Observations } from './observations.ts';
import { listenToSound } from './sound.ts';
import type { Party } from './table.ts';
import type { Words } from './words.ts';

export interface SiegeRecord {
  readonly words: Words;
  readonly instances: readonly string[];
  readonly seen: Observations;
  readonly parties: readonly Party[];
  readonly healthy: Party;
  readonly gated: Party;
  readonly fuzzed: { readonly sent: number; readonly answered: number } | undefined;
  /** Messages about sound work that the contract does not allow. */
  readonly wire: readonly string[];
}

/** Work that must end within the siege is not begun at its very end. */
const LAST_WORK_SHARE = 0.85;

export async function besiege(words: Words, say: (line: string) => void): Promise<SiegeRecord> {
  const isChosen = chosen(words);
  await using ground = await openGround(words.seed);
  const workspace = await storeTree(ground);
  const sound = await listenToSound(ground);
  const seen = newObservations();
  const over = new AbortController();
  const sawAll = new AbortController();
  const watching = observe(ground, seen, sawAll.signal);
  const parties = new Map<string, Counted>();
  const party = (name: string): Counted => {
    const tally = createTally();
    parties.set(name, tally);
    return tally;
  };
  const [healthy, gated] = [createTally(), createTally()];
  const overMs = words.seconds * 1_000 * LAST_WORK_SHARE;
  const work = [
    runHealthyJobs(ground, { jobs: words.healthyJobs, overMs, tally: healthy, workspace }),
    runGatedRuns(ground, { runs: words.gatedRuns, overMs, tally: gated }),
  ];
  const fuzzTally = isChosen(FUZZER) ? party(FUZZER) : undefined;
  const perSecond = Math.ceil((words.messages * 1.1) / words.seconds);
  const fuzzing = fuzzTally && fuzz(ground, { perSecond, over: over.signal, tally: fuzzTally });
  const attacks = ATTACKS.filter(({ name }) => isChosen(name)).map(async ({ name, run }) => {
    const tally = party(name);
    try {
      await run(ground, { dice: ground.dice(name), over: over.signal, tally });
    } catch (error) {
      tally.find(`the attack failed: ${String(error)}`);
    }
  });
  const telling = setInterval(() => say(progressOf(ground, seen, healthy)), TELL_EVERY_MS);
  const ending = setTimeout(() => over.abort(), words.seconds * 1_000);
  try {
    await Promise.all([...work, ...attacks, fuzzing]);
  } finally {
    clearInterval(telling);
    clearTimeout(ending);
  }
  sawAll.abort();
  await watching;
  return {
    words,
    seen,
    instances: ground.planes.map(({ instance }) => instance),
    parties: [...parties].map(([name, tally]) => ({ name, ...tally })),
    healthy: { name: 'healthy jobs', ...healthy },
    gated: { name: 'gated runs', ...gated },
    fuzzed: await fuzzing,
    wire: await sound.findings(),
  };
}

const TELL_EVERY_MS = 30_000;

function progressOf({ planes }: Ground, { health }: Observations, healthy: Counted): string {
  const done = [...healthy.counts.values()].reduce((sum, count) => sum + count, 0);
  const worst = Math.round(Math.max(0, ...health.slice(-240).map(({ tookMs }) => tookMs)));
  const living = planes.filter(({ isRunning }) => isRunning).length;
  return `${done} healthy jobs done, ${healthy.findings.size} failed; ${living} of ${planes.length} planes live; slowest health answer of late ${worst} ms`;
}
