// How much space is left in what the broker holds for us, judged from its figures and from the outcome of our writes. Pure.
//
// - Alarms are raised at one mark and cleared below it, so that a stream at the mark is reported once.
// - A stream that discards its oldest never refuses: it is an alarm only while what it keeps is young.

import { cutText, LIMITS, showSize } from '@dome/contracts';
import type { HealthCheck, StoreSpace } from '@dome/contracts';

export type SpaceState = StoreSpace['state'];

export interface StoreReading {
  readonly bytes: number;
  /** Undefined where nothing bounds it. */
  readonly bytesMax: number | undefined;
  readonly messages: number;
  readonly messagesMax: number | undefined;
  readonly discards: 'old' | 'new';
  /** How old the oldest message is; 0 if there is none. */
  readonly keptMs: number;
  readonly lastSequence: number;
}

export interface WriteTroubles {
  /** The broker's reason for the last refused write. */
  readonly refused: string | undefined;
  /** Time-outs without an answer since something was last stored there. */
  readonly silences: number;
}

export interface SpaceView {
  readonly name: string;
  /** Undefined if the figures may not be read, or could not be yet. */
  readonly reading: StoreReading | undefined;
  readonly troubles: WriteTroubles;
  readonly before: SpaceState;
}

/** One write without an answer is an election or a lost packet. */
const SILENCES_MIN = 2;

export function judgeSpace({ name, reading, troubles, before }: SpaceView): StoreSpace {
  const percent = reading === undefined ? undefined : percentOf(reading);
  const state = stateOf(reading, { percent: percent ?? 0, troubles, before });
  const detail = detailOf({ name, state, reading, percent: percent ?? 0, refused: troubles.refused });
  return {
    name,
    state,
    ...(percent === undefined || reading === undefined ? {} : { percent, bytes: reading.bytes }),
    ...(reading === undefined || reading.bytesMax === undefined ? {} : { bytesMax: reading.bytesMax }),
    ...(detail === undefined ? {} : { detail }),
  };
}

export function percentOf({ bytes, bytesMax, messages, messagesMax }: StoreReading): number {
  const share = (used: number, max: number | undefined): number => (max === undefined || max <= 0 ? 0 : used / max);
  return Math.floor(Math.max(share(bytes, bytesMax), share(messages, messagesMax)) * 100);
}

interface Judged {
  readonly percent: number;
  readonly troubles: WriteTroubles;
  readonly before: SpaceState;
}

function stateOf(reading: StoreReading | undefined, { percent, troubles, before }: Judged): SpaceState {
  if (troubles.silences >= SILENCES_MIN) return 'silent';
  if (troubles.refused !== undefined) return 'full';
  const isAbove = (mark: number, states: readonly SpaceState[]): boolean =>
    percent >= (states.includes(before) ? mark - LIMITS.spaceClearPercent : mark);
  const isHigh = isAbove(LIMITS.spaceHighPercent, ['high', 'full']);
  if (reading?.discards === 'old') return isHigh && reading.keptMs < LIMITS.spaceKeptMs ? 'high' : 'ok';
  if (isAbove(LIMITS.spaceFullPercent, ['full'])) return 'full';
  return isHigh ? 'high' : 'ok';
}

interface Told {
  readonly name: string;
  readonly state: SpaceState;
  readonly reading: StoreReading | undefined;
  readonly percent: number;
  readonly refused: string | undefined;
}

const MORE = 'Give it more space with `dome topology apply --store`, or delete what is no longer needed.';

function detailOf({ name, state, reading, percent, refused }: Told): string | undefined {
  if (state === 'ok') return undefined;
  if (state === 'silent') {
    return `${name} takes writes and answers none, as after an error of its disk: make room there and restart nats-server.`;
  }
  const max = reading?.bytesMax;
  const size = reading === undefined || max === undefined ? '' : ` (${showSize(reading.bytes)} of ${showSize(max)})`;
  // If the figures show space, the server has none, or they are outdated.
  if (refused !== undefined && percent < LIMITS.spaceFullPercent) {
    return `${name} refuses writes (${refused}). ${MORE} Where it is not full, raise max_file_store of nats-server.`;
  }
  if (reading?.discards === 'old') {
    const hours = Math.floor(reading.keptMs / 3_600_000);
    return `${name} is ${percent} % full${size} and keeps no more than the last ${hours} h: the oldest go. ${MORE}`;
  }
  return `${name} is ${percent} % full${size}. ${MORE}`;
}

/** One line of health for all of them: the most serious first. */
export function spaceCheck(space: readonly StoreSpace[]): HealthCheck {
  const bad = space.filter(({ state }) => state !== 'ok').toSorted((a, b) => rankOf(b) - rankOf(a));
  const words = bad.map(({ name, detail }) => detail ?? name).join(' ');
  const isShort = bad.some(({ state }) => state === 'full' || state === 'silent');
  const detail = bad.length === 0 ? 'every stream has room' : `${isShort ? 'OUT_OF_SPACE: ' : ''}${words}`;
  return { name: 'space', ok: bad.length === 0, detail: cutText(detail, LIMITS.healthDetailChars) };
}
const RANK: readonly SpaceState[] = ['ok', 'high', 'full', 'silent'];

export const rankOf = ({ state }: Pick<StoreSpace, 'state'>): number => RANK.indexOf(state);
