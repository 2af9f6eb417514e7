// Two daemons, one key and a broker, step by step. The model says what the world may do: deliver, let an ack wait pass,
// crash, pause, cancel. The product's own functions decide what a daemon does about it; the model only applies their
// answers. A write that expects a sequence is atomic with the read before it, and a conflict is a new read: compare-and-set
// guarantees that, so nothing is lost.
import { decideAttempt, decideCancel } from '../../../src/claim/cancel.ts';
import { decideClaim, startsTogether } from '../../../src/claim/claim.ts';
import { emptyChain, isClosed } from './chains.ts';
import type { Configuration } from './configurations.ts';
import { daemonSteps } from './daemon.ts';
import { harmsOf } from './judge.ts';
import type { Emit, Model } from './search.ts';
import { chainAt, chainOf, createSetting, isCancelNoted, ledgerOf, withChain } from './setting.ts';
import type { Rules, Setting } from './setting.ts';
import {
  cancelNote,
  cancelStep,
  delivery,
  deliveryOf,
  idle,
  late,
  life,
  step,
  unpackDaemon,
  withDelivery,
} from './world.ts';
import type { World } from './world.ts';

export const productRules: Rules = { claim: decideClaim, cancel: decideCancel, attempt: decideAttempt, startsTogether };

export function createModel(configuration: Configuration, rules: Rules = productRules): Model {
  const setting = createSetting(configuration, rules);
  const [crashes, pauses, retries, drains] = configuration.budget;
  const budget = crashes | (pauses << 2) | (retries << 4) | (drains << 6);
  const ends = { chain0: emptyChain, chain1: emptyChain, daemon0: idle, daemon1: idle, overtaken: 0 };
  return {
    initial: { commands: 0, ledger: 0, notes: 0, cancel: cancelStep.off, budget, ran: 0, late: 0, ...ends },
    successors: (world, emit) => {
      brokerSteps(setting, world, emit);
      timeSteps(configuration, world, emit);
      if (configuration.cancel === true) cancelSteps(setting, world, emit);
      daemonSteps({ setting, world, who: 0 }, emit);
      daemonSteps({ setting, world, who: 1 }, emit);
    },
    harms: (world) => harmsOf(setting, world),
    isGoal: (world) => isGoal(setting, world),
  };
}

/** Every command is acked, the key has an owner, and the chains of all commands are closed. */
function isGoal(setting: Setting, world: World): boolean {
  if (world.ledger === 0) return false;
  return setting.configuration.commands.every(
    ({ chain }, command) =>
      deliveryOf(world.commands, command) === delivery.acked &&
      isClosed(setting.chains.entries(chainAt(world, chain)).at(-1)),
  );
}

function brokerSteps({ configuration }: Setting, world: World, emit: Emit): void {
  const forgets = configuration.forgets === true && (world.late & late.later) === 0;
  for (const [command, { name }] of configuration.commands.entries()) {
    const code = deliveryOf(world.commands, command);
    const ready = (label: string, count: number): void =>
      emit(label, { ...world, commands: withDelivery(world.commands, command, delivery.ready(count)) });
    if (code === delivery.absent) ready(`publish ${name}`, 0);
    if (!delivery.isPending(code)) continue;
    const { who, count } = delivery.holder(code);
    const holder = unpackDaemon(who === 0 ? world.daemon0 : world.daemon1);
    const heartbeats =
      holder.life === life.up &&
      holder.step !== step.idle &&
      holder.command === command &&
      holder.deliveryCount === count;
    if (!heartbeats) ready(`ack wait of ${name} over`, count);
    else if (forgets) ready(`the broker forgets when it delivered ${name}`, count);
  }
}

function timeSteps({ event, backoff, forgets }: Configuration, world: World, emit: Emit): void {
  const bits = (event === undefined ? 0 : late[event]) | (backoff === true || forgets === true ? late.later : 0);
  for (const [name, bit] of Object.entries(late)) {
    if ((bits & bit) !== 0 && (world.late & bit) === 0) emit(`time: ${name}`, { ...world, late: world.late | bit });
  }
}

/** One cancel of the job of chain 0; any daemon may handle it. */
function cancelSteps(setting: Setting, world: World, emit: Emit): void {
  const { chains, rules } = setting;
  const to = (next: number): World => ({ ...world, cancel: next });
  switch (world.cancel) {
    case cancelStep.off:
      return emit('cancel asked', to(cancelStep.asked));
    case cancelStep.asked: {
      const target = { skill: 'skill-0', runId: 'run' };
      const view = { target, ledger: ledgerOf(setting, world), chain: chains.entries(world.chain0) };
      const { kind } = rules.cancel({ ...view, cancelNoted: isCancelNoted(world, 0) });
      const foreign = world.ledger !== 0 && chainOf(setting, world.ledger - 1) !== 0;
      if (foreign && kind !== 'notFound') return emit(`cancel: ${kind}`, to(cancelStep.done), 'cancelled a stranger');
      if (kind === 'writeCanceled') return emit('cancel: the chain is empty', to(cancelStep.writing));
      if (kind === 'note') return emit('cancel: the chain is open', to(cancelStep.noting));
      return emit(`cancel: ${kind}`, to(cancelStep.done));
    }
    case cancelStep.writing: {
      if (world.chain0 !== emptyChain) return emit('cancel: conflict', to(cancelStep.asked));
      const chain = chains.append(world.chain0, { phase: 'canceled' }, undefined);
      return emit('cancel: writes canceled at 0', withChain(to(cancelStep.done), 0, chain));
    }
    case cancelStep.noting:
      return emit('cancel: writes the note', { ...to(cancelStep.done), notes: world.notes | cancelNote });
    default:
  }
}
