// One daemon's next step. It has one slot: it takes a delivery, sends ledger create and first `started` together, and then
// follows the claim until the delivery is settled or it runs.
import type { ClaimAction } from '../../../src/claim/claim-view.ts';
import { emptyChain } from './chains.ts';
import type { Draft } from './chains.ts';
import { actionHarm, startHarm } from './judge.ts';
import type { Emit } from './search.ts';
import { askClaim, laterMs, chainAt, chainOf, identityOf, isCancelNoted, openingOf, withChain } from './setting.ts';
import type { Setting } from './setting.ts';
import {
  delivery,
  deliveryOf,
  down,
  idle,
  ledgerAnswer,
  left,
  life,
  packDaemon,
  spend,
  startAnswer,
  step,
} from './world.ts';
import { unpackDaemon, withDelivery } from './world.ts';
import type { Daemon, World } from './world.ts';

export interface Turn {
  readonly setting: Setting;
  readonly world: World;
  readonly who: 0 | 1;
}

/** A turn of a daemon that handles a delivery. */
interface Handling extends Turn {
  readonly daemon: Daemon;
  readonly name: string;
  readonly which: 0 | 1;
  /** The chain of its command, and how long it is. */
  readonly chain: number;
  readonly length: number;
}

const deliveriesKept = 3;
const letter = (who: 0 | 1): string => (who === 0 ? 'A' : 'B');
const setDaemon = (world: World, who: 0 | 1, code: number): World =>
  who === 0 ? { ...world, daemon0: code } : { ...world, daemon1: code };

export function daemonSteps(turn: Turn, emit: Emit): void {
  const { setting, world, who } = turn;
  const daemon = unpackDaemon(who === 0 ? world.daemon0 : world.daemon1);
  const says: Emit = (label, next, harm) => emit(`${letter(who)}: ${label}`, next, harm);
  const busy = daemon.step !== step.idle;
  const { budget } = world;
  if (daemon.life === life.down) return says('restarts', setDaemon(world, who, idle));
  if (busy && left(budget, 'crash') > 0) {
    says('CRASH', { ...setDaemon(world, who, down), budget: spend(budget, 'crash') });
  }
  if (daemon.life === life.paused)
    return says('resumes', setDaemon(world, who, packDaemon({ ...daemon, life: life.up })));
  if (busy && left(budget, 'pause') > 0) {
    const paused = setDaemon(world, who, packDaemon({ ...daemon, life: life.paused }));
    says('PAUSE', { ...paused, budget: spend(budget, 'pause') });
  }
  if (!busy) return takeSteps(turn, says);
  const which = chainOf(setting, daemon.command);
  const chain = chainAt(world, which);
  const length = setting.chains.entries(chain).length;
  const name = setting.configuration.commands[daemon.command]?.name ?? '';
  handlingSteps({ ...turn, daemon, name, which, chain, length }, says);
}

function takeSteps({ setting, world, who }: Turn, says: Emit): void {
  for (const [command, { name }] of setting.configuration.commands.entries()) {
    const code = deliveryOf(world.commands, command);
    if (!delivery.isReady(code)) continue;
    const deliveryCount = Math.min(delivery.countOf(code) + 1, deliveriesKept);
    const answers = { ledgerAnswer: ledgerAnswer.none, startAnswer: startAnswer.none, epoch: 0 };
    const daemon = packDaemon({ life: life.up, step: step.claim, command, deliveryCount, ...answers });
    const commands = withDelivery(world.commands, command, delivery.pending(who, deliveryCount));
    const overtaken = world.overtaken & ~(1 << who);
    says(`gets ${name}`, { ...setDaemon(world, who, daemon), commands, overtaken });
  }
}

function handlingSteps(turn: Handling, says: Emit): void {
  const { daemon } = turn;
  switch (daemon.step) {
    case step.claim:
      return claimSteps(turn, says);
    case step.run:
      return runSteps(turn, says);
    case step.nak:
      return settle(turn, says, 'after retrying, naks');
    default:
      return obey(turn, says);
  }
}

/** Both are sent at once; their answers come in any order. */
function claimSteps(turn: Handling, says: Emit): void {
  const { setting, world, who, daemon, name, length } = turn;
  const to = (change: Partial<Daemon>, from: World = world): World =>
    setDaemon(from, who, packDaemon({ ...daemon, ...change }));
  if (daemon.ledgerAnswer === ledgerAnswer.none) {
    if (world.ledger !== 0) says('ledger create: exists', to({ ledgerAnswer: ledgerAnswer.exists }));
    else {
      const created = { ...world, ledger: daemon.command + 1 };
      says(`ledger create stored (${name})`, to({ ledgerAnswer: ledgerAnswer.created }, created));
    }
  }
  if (daemon.startAnswer === startAnswer.none) {
    const together = setting.rules.startsTogether(openingOf(setting, world, daemon.command, who));
    const notStored = to({ startAnswer: startAnswer.notStored });
    if (!together || setting.configuration.apart === true) says('started not sent', notStored);
    if (together && turn.chain === emptyChain) {
      const written = write(turn, { phase: 'started', counted: true, attempt: 1 });
      says(
        `started at 0 stored (${name})`,
        to({ startAnswer: startAnswer.stored, epoch: 1 }, written),
        startHarm(turn),
      );
    } else if (together) says('started at 0 refused', notStored);
  }
  if (daemon.ledgerAnswer === ledgerAnswer.none || daemon.startAnswer === startAnswer.none) return;
  if (daemon.startAnswer === startAnswer.stored && length === daemon.epoch) obey(turn, says);
  else says('reads the chain', to({ step: step.read }));
}

function obey(turn: Handling, says: Emit): void {
  const { setting, world, who, daemon } = turn;
  const started = daemon.startAnswer === startAnswer.stored ? daemon.epoch : 0;
  const action = askClaim(setting, world, { command: daemon.command, who, started });
  carryOut(turn, action, (label, next) => says(label, next, actionHarm(turn, action)));
}

/** `world` after the action; the labels of `settle` and of the next question follow from it. */
function carryOut(turn: Handling, action: ClaimAction, says: Emit): void {
  const { world, who, daemon, length } = turn;
  const to = (change: Partial<Daemon>, from: World): World =>
    setDaemon(from, who, packDaemon({ ...daemon, ...change }));
  switch (action.kind) {
    case 'run':
      return says('runs', to({ step: step.run }, { ...world, ran: world.ran | ranBit(turn) }));
    case 'start': {
      const { attempt, counted, supersedes } = action;
      const draft: Draft = { phase: 'started', attempt, counted, ...(supersedes === undefined ? {} : { supersedes }) };
      const change = { startAnswer: startAnswer.stored, epoch: length + 1 };
      const next = to(change, write(turn, draft));
      const daemonNow = { ...daemon, ...change };
      return again({ ...turn, world: next, daemon: daemonNow, length: length + 1 }, (label, then) =>
        says(`writes started, ${label}`, then),
      );
    }
    case 'giveBack': {
      const draft: Draft = { phase: 'retrying', counted: false, nextAttemptAtMs: 0 };
      return says('gives the claim back', to({ step: step.back }, write(turn, draft)));
    }
    case 'end':
      return says(`writes ${action.phase}`, to({ step: step.end }, write(turn, { phase: action.phase })));
    case 'cancel':
      return says(
        'take-over sees the note: writes canceled',
        to({ step: step.end }, write(turn, { phase: 'canceled' })),
      );
    case 'noteRefused': {
      const noted = { ...world, notes: world.notes | (1 << daemon.command) };
      return again({ ...turn, world: noted }, (label, then) => says(`notes the refusal, ${label}`, then));
    }
    case 'letGo':
      return says('lets go', setDaemon(world, who, idle));
    case 'nak':
      return settle(turn, says, 'naks');
    case 'ack':
      return settle(turn, says, 'acks');
  }
}

/** What was written is durable; the claim is asked again, and a run or a settlement is part of the same step. */
function again(turn: Handling, says: Emit): void {
  const { setting, world, who, daemon } = turn;
  const started = daemon.startAnswer === startAnswer.stored ? daemon.epoch : 0;
  const action = askClaim(setting, world, { command: daemon.command, who, started });
  if (action.kind === 'run' || action.kind === 'ack' || action.kind === 'nak' || action.kind === 'letGo')
    return carryOut(turn, action, says);
  says('reads the chain', setDaemon(world, who, packDaemon({ ...daemon, step: step.read })));
}

/** The daemon's own monotonic check: after an ack wait it does nothing, because the delivery is no longer its own. */
function settle({ world, who, daemon, name }: Handling, says: Emit, verb: string): void {
  const code = deliveryOf(world.commands, daemon.command);
  const free = setDaemon(world, who, idle);
  if (code !== delivery.pending(who, daemon.deliveryCount)) return says(`${verb} ${name} too late: says nothing`, free);
  const next = verb === 'acks' ? delivery.acked : delivery.ready(daemon.deliveryCount);
  says(`${verb} ${name}`, { ...free, commands: withDelivery(world.commands, daemon.command, next) });
}

/** The skill runs under its epoch; every write expects that nothing was written after it. */
function runSteps(turn: Handling, says: Emit): void {
  const { setting, world, who, daemon, which, length } = turn;
  const { rules, chains, configuration } = setting;
  const known = { epoch: daemon.epoch, lastSequence: length };
  const order = rules.attempt({ ...known, cancelNoted: false });
  if (order === 'superseded' || length !== daemon.epoch) {
    return says('a transition after its epoch: killed', setDaemon(world, who, idle));
  }
  const after = (stepAfter: number, from: World): World =>
    setDaemon(from, who, packDaemon({ ...daemon, step: stepAfter }));
  says('writes succeeded', after(step.end, write(turn, { phase: 'succeeded' })));
  if (isCancelNoted(world, which) && rules.attempt({ ...known, cancelNoted: true }) === 'cancel') {
    says('sees the note: writes canceled', after(step.end, write(turn, { phase: 'canceled' })));
  }
  if (left(world.budget, 'retry') > 0 && chains.spent(turn.chain) < setting.maximumAttempts) {
    const nextAttemptAtMs = configuration.backoff === true ? laterMs : 0;
    const written = write(turn, { phase: 'retrying', counted: true, nextAttemptAtMs });
    says('writes retrying', { ...after(step.nak, written), budget: spend(world.budget, 'retry') });
  }
  if (left(world.budget, 'drain') > 0) {
    const written = write(turn, { phase: 'retrying', counted: false, nextAttemptAtMs: 0 });
    says('drains: writes retrying', { ...after(step.nak, written), budget: spend(world.budget, 'drain') });
  }
}

function write(turn: Handling, draft: Draft): World {
  const { setting, world, daemon, which, chain } = turn;
  const { requestDigest, commandSequence } = identityOf(setting, daemon.command);
  const written = withChain(world, which, setting.chains.append(chain, draft, { requestDigest, commandSequence }));
  return draft.phase === 'started' ? { ...written, overtaken: world.overtaken | overtakenBy(turn) } : written;
}

function ranBit({ setting, daemon }: Handling): number {
  const mine = identityOf(setting, daemon.command);
  return (
    1 <<
    setting.identities.findIndex(
      ({ skill, requestDigest }) => skill === mine.skill && requestDigest === mine.requestDigest,
    )
  );
}

/** The other daemon, if it has an earlier delivery of the same command in hand: the broker's last one is later than any. */
function overtakenBy({ world, who, daemon }: Handling): number {
  const other = unpackDaemon(who === 0 ? world.daemon1 : world.daemon0);
  if (other.life === life.down || other.step === step.idle || other.command !== daemon.command) return 0;
  const code = deliveryOf(world.commands, daemon.command);
  const isLast = code === delivery.pending(who, daemon.deliveryCount);
  const isOthersLast = code === delivery.pending(who === 0 ? 1 : 0, other.deliveryCount);
  const isEarlier = isLast || (!isOthersLast && other.deliveryCount < daemon.deliveryCount);
  return isEarlier ? 1 << (1 - who) : 0;
}
