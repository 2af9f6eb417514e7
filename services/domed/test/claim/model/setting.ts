// What stays constant during one search, and the translation of a packed state into arguments of the product's functions.
import type { decideAttempt, decideCancel } from '../../../src/claim/cancel.ts';
import type { decideClaim, startsTogether } from '../../../src/claim/claim.ts';
import type { ClaimAction, ClaimView, Opening, Validity } from '../../../src/claim/claim-view.ts';
import type { CommandIdentity, KeyOwner } from '../../../src/job.ts';
import { createChains, startedUnder } from './chains.ts';
import type { Chains } from './chains.ts';
import type { Configuration } from './configurations.ts';
import { cancelNote, late } from './world.ts';
import type { World } from './world.ts';

/** The decisions of the product; a mutation replaces one of them. */
export interface Rules {
  readonly claim: typeof decideClaim;
  readonly cancel: typeof decideCancel;
  readonly attempt: typeof decideAttempt;
  readonly startsTogether: typeof startsTogether;
}

export interface Setting {
  readonly configuration: Configuration;
  readonly rules: Rules;
  readonly chains: Chains;
  readonly identities: readonly CommandIdentity[];
  readonly maximumAttempts: number;
  /** The claim is pure, so each question is asked once. */
  readonly answers: Map<number, ClaimAction>;
}

export function createSetting(configuration: Configuration, rules: Rules): Setting {
  const maximumAttempts = 2;
  const identities = configuration.commands.map(({ chain, requestDigest }, index) => ({
    skill: `skill-${chain}`,
    runId: 'run',
    requestDigest,
    commandSequence: index + 1,
  }));
  return {
    configuration,
    rules,
    chains: createChains(maximumAttempts),
    identities,
    maximumAttempts,
    answers: new Map(),
  };
}

export function identityOf({ identities }: Setting, command: number): CommandIdentity {
  const identity = identities[command];
  if (identity === undefined) throw new RangeError(`no command ${command}`);
  return identity;
}

export const ledgerOf = (setting: Setting, { ledger }: World): KeyOwner | undefined =>
  ledger === 0 ? undefined : { ...identityOf(setting, ledger - 1), pool: 'pool' };

export const chainOf = ({ configuration }: Setting, command: number): 0 | 1 =>
  configuration.commands[command]?.chain ?? 0;
export const chainAt = (world: World, which: 0 | 1): number => (which === 0 ? world.chain0 : world.chain1);
export const withChain = (world: World, which: 0 | 1, chain: number): World =>
  which === 0 ? { ...world, chain0: chain } : { ...world, chain1: chain };

/** Only chain 0 is ever cancelled. */
export const isCancelNoted = (world: World, which: 0 | 1): boolean => which === 0 && (world.notes & cancelNote) !== 0;

/** Clocks have two instants each, before and after; a retry is due at 0, one with backoff after time has advanced. */
export const laterMs = 2;
/** Attempts start at 0 and are young until time advances, or never young if the broker forgets nothing. */
const ackWaitMs = laterMs;
export function openingOf(setting: Setting, world: World, command: number, who: 0 | 1): Opening {
  const { configuration } = setting;
  return {
    validity: validityOf(configuration, { digest: identityOf(setting, command).requestDigest, late: world.late, who }),
    deadlines: {
      queueUntilMs: (world.late & late.queue) === 0 ? Infinity : 0,
      totalUntilMs: (world.late & late.total) === 0 ? Infinity : 0,
    },
    nowMs: (world.late & late.later) === 0 ? 1 : laterMs,
    ackWaitMs: configuration.forgets === true ? ackWaitMs : 0,
  };
}

function validityOf(configuration: Configuration, at: { digest: string; late: number; who: 0 | 1 }): Validity {
  if (configuration.invalid === at.digest) return { state: 'invalid', problem: { code: 'INPUT_INVALID', fields: {} } };
  if ((at.late & late.drift) !== 0) return { state: 'invalid', problem: { code: 'DESCRIPTOR_DRIFT', fields: {} } };
  if (configuration.poison === at.digest) return { state: 'poison', problem: { code: 'INTERNAL', fields: {} } };
  return configuration.unservedBy === at.who ? { state: 'unserved', retryInMs: 1 } : { state: 'ok' };
}

export const isOvertaken = ({ overtaken }: World, who: 0 | 1): boolean => ((overtaken >> who) & 1) === 1;

/** `started`: the sequence of the last `started` that this delivery wrote, 0 for none. */
export interface Asking {
  readonly command: number;
  readonly who: 0 | 1;
  readonly started: number;
}

/** What the product's claim decides in this state. */
export function askClaim(setting: Setting, world: World, asking: Asking): ClaimAction {
  const { command, who, started } = asking;
  const chain = chainAt(world, chainOf(setting, command));
  const notes = (isCancelNoted(world, chainOf(setting, command)) ? 2 : 0) | ((world.notes >> command) & 1);
  const overtaken = isOvertaken(world, who) ? 1 : 0;
  const asked = ((((chain * 4 + world.ledger) * 4 + command) * 4 + notes) * 16 + started) * 16 + world.late;
  const key = (asked * 2 + who) * 2 + overtaken;
  const known = setting.answers.get(key);
  if (known !== undefined) return known;
  const action = setting.rules.claim(viewOf(setting, world, asking));
  setting.answers.set(key, action);
  return action;
}

export function viewOf(setting: Setting, world: World, { command, who, started }: Asking): ClaimView {
  const ledger = ledgerOf(setting, world);
  if (ledger === undefined) throw new Error('the claim is asked before the ledger has answered');
  const which = chainOf(setting, command);
  return {
    ...openingOf(setting, world, command, who),
    ledger,
    mine: identityOf(setting, command),
    deliveryCount: isOvertaken(world, who) ? startedUnder : startedUnder + 1,
    chain: setting.chains.entries(chainAt(world, which)),
    myStarted: started === 0 ? { stored: false } : { stored: true, sequence: started },
    notes: { cancelRequested: isCancelNoted(world, which), refusedMine: ((world.notes >> command) & 1) === 1 },
    maximumAttempts: setting.maximumAttempts,
  };
}
