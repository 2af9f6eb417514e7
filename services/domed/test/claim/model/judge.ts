// What must never be, in any state and in any step. Nothing here calls the functions of the product: it looks only at the
// ledger, the chains and the deliveries.
import type { ClaimAction } from '../../../src/claim/claim-view.ts';
import { isClosed } from './chains.ts';
import type { Entry } from './chains.ts';
import { chainAt, chainOf, identityOf, isCancelNoted, openingOf } from './setting.ts';
import type { Setting } from './setting.ts';
import { cancelNote, cancelStep, delivery, deliveryOf, late, life, step, unpackDaemon } from './world.ts';
import type { Daemon, World } from './world.ts';

const none: readonly string[] = [];

export function harmsOf(setting: Setting, world: World): readonly string[] {
  const harms = [
    ...setting.chains.faults(world.chain0),
    ...setting.chains.faults(world.chain1),
    ...ranHarms(setting, world),
    ...ackHarms(setting, world),
    ...ownerChainHarms(setting, world),
    ...cancelHarms(setting, world),
  ];
  return harms.length === 0 ? none : harms;
}

function ranHarms(setting: Setting, { ran, ledger, daemon0, daemon1 }: World): readonly string[] {
  if (ran === 0) return none;
  const harms: string[] = [];
  if ((ran & (ran - 1)) !== 0) harms.push('the key ran as two jobs');
  if (ledger === 0) return harms;
  const owner = identityOf(setting, ledger - 1);
  for (const [command, { skill, requestDigest }] of setting.identities.entries()) {
    if (((ran >> command) & 1) === 0) continue;
    if (skill !== owner.skill || requestDigest !== owner.requestDigest) harms.push('ran what the ledger does not name');
  }
  for (const daemon of [unpackDaemon(daemon0), unpackDaemon(daemon1)]) {
    if (daemon.step === step.run && daemon.command !== ledger - 1)
      harms.push('ran a command that the ledger does not name');
  }
  return harms;
}

function ackHarms(setting: Setting, world: World): readonly string[] {
  const { commands, ledger, notes } = world;
  if (ledger === 0) return none;
  const owner = identityOf(setting, ledger - 1);
  const harms: string[] = [];
  for (const [command, mine] of setting.identities.entries()) {
    if (deliveryOf(commands, command) !== delivery.acked) continue;
    const last = setting.chains.entries(chainAt(world, chainOf(setting, command))).at(-1);
    const noted = ((notes >> command) & 1) === 1;
    if (command === ledger - 1) {
      if (!isClosed(last)) harms.push('the owner acked an open chain');
      if (noted) harms.push('the owner was noted as refused');
      continue;
    }
    const sameWork = mine.skill === owner.skill && mine.requestDigest === owner.requestDigest;
    const told = noted || last?.phase === 'refused' || last?.phase === 'canceled';
    if (!sameWork && !told) harms.push('acked in silence');
  }
  return harms;
}

/** Only the owner may close its chain with a refusal, a clock or parking. */
function ownerChainHarms(setting: Setting, world: World): readonly string[] {
  if (world.ledger === 0) return none;
  const last = setting.chains.entries(chainAt(world, chainOf(setting, world.ledger - 1))).at(-1);
  if (last === undefined || !isClosed(last) || last.commandSequence === undefined) return none;
  return last.commandSequence === world.ledger
    ? none
    : [`the owner's chain closed as ${last.phase} by another command`];
}

/** An answered cancel has left something: a terminal, or a note for the daemon that runs. */
function cancelHarms(setting: Setting, { cancel, ledger, notes, chain0 }: World): readonly string[] {
  if (cancel !== cancelStep.done || (notes & cancelNote) !== 0) return none;
  if (ledger !== 0 && chainOf(setting, ledger - 1) !== 0) return none;
  return isClosed(setting.chains.entries(chain0).at(-1)) ? none : ['a cancel was answered and left no trace'];
}

interface Acting {
  readonly setting: Setting;
  readonly world: World;
  readonly who: 0 | 1;
  readonly daemon: Daemon;
  readonly chain: number;
  readonly which: 0 | 1;
}

/** What is wrong with doing this here and now; most harms show in the state, these only in the step. */
export function actionHarm(acting: Acting, action: ClaimAction): string | undefined {
  const entries = acting.setting.chains.entries(acting.chain);
  if (action.kind === 'end' && action.phase === 'failed' && !mayFail(acting, entries))
    return 'failed with attempts left';
  const ends =
    action.kind === 'start' || action.kind === 'cancel' || (action.kind === 'end' && action.phase === 'failed');
  if (ends && isAliveElsewhere(acting, entries)) return 'a stale delivery ended an attempt that goes on';
  if (ends && isYoungElsewhere(acting, entries)) return 'ended an attempt that had no time to fall silent';
  return action.kind === 'start' ? startHarm(acting) : undefined;
}

/** What is wrong with writing `started` here and now, if anything. */
export function startHarm({ setting, world, who, daemon, chain, which }: Acting): string | undefined {
  const entries = setting.chains.entries(chain);
  const { validity, deadlines, nowMs } = openingOf(setting, world, daemon.command, who);
  const last = entries.at(-1);
  const mayHaveRun = entries.some((entry) => isStartOf(entry, daemon.command));
  if (validity.state !== 'ok') return `started although ${validity.state}`;
  if (nowMs >= deadlines.totalUntilMs) return 'started after the total clock';
  if (!mayHaveRun && nowMs >= deadlines.queueUntilMs) return 'started after the queue clock';
  if (last?.phase === 'retrying' && last.nextAttemptAtMs > nowMs) return 'started before it was due';
  const tookOver = isStartOf(last, daemon.command);
  return tookOver && isCancelNoted(world, which) ? 'took over a lost attempt that was to be cancelled' : undefined;
}

function mayFail({ setting, world, daemon, who, chain }: Acting, entries: readonly Entry[]): boolean {
  if (openingOf(setting, world, daemon.command, who).validity.state !== 'ok') return true;
  return setting.chains.spent(chain) >= setting.maximumAttempts && isStartOf(entries.at(-1), daemon.command);
}

const isStartOf = (entry: Entry | undefined, command: number): boolean =>
  entry?.phase === 'started' && entry.commandSequence === command + 1;

/** The last start of the command is the other daemon's, which continues, and no time has passed since. */
function isYoungElsewhere({ setting, world, who, daemon }: Acting, entries: readonly Entry[]): boolean {
  if (setting.configuration.forgets !== true || (world.late & late.later) !== 0) return false;
  const other = unpackDaemon(who === 0 ? world.daemon1 : world.daemon0);
  const last = entries.at(-1);
  const runs = other.life === life.up && other.step === step.run && other.command === daemon.command;
  return runs && isStartOf(last, daemon.command) && other.epoch === last?.sequence;
}

/** The last start is the other daemon's, which runs it under the broker's last delivery of the command: it is not lost. */
function isAliveElsewhere({ world, who, daemon }: Acting, entries: readonly Entry[]): boolean {
  const other = unpackDaemon(who === 0 ? world.daemon1 : world.daemon0);
  const last = entries.at(-1);
  if (!isStartOf(last, daemon.command) || other.life !== life.up || other.step !== step.run) return false;
  const isLast =
    delivery.pending(who === 0 ? 1 : 0, other.deliveryCount) === deliveryOf(world.commands, daemon.command);
  return isLast && other.command === daemon.command && other.epoch === last?.sequence;
}
