import type { NamedContext } from '../connect/named-contexts.ts';
import { stackName } from '../connect/near-stack.ts';
import { LEVELS } from '../connect/place.ts';
import type { FoundPlace, Level } from '../connect/place.ts';
import type { Sink } from '../terminal/io.ts';
import { harmless } from '../terminal/style.ts';
import { withoutPassword } from '../shown-address.ts';
import { columns } from './columns.ts';

interface ListedContext extends NamedContext {
  readonly isCurrent: boolean;
}

export interface ContextsLook {
  /** Where commands go from here. */
  readonly current: FoundPlace | undefined;
  readonly sink: Sink;
}

export function contextsText(contexts: readonly ListedContext[], { current, sink }: ContextsLook): string {
  const rows = contexts.map(({ name, server, user, says, isCurrent }) => [
    isCurrent ? '*' : ' ',
    harmless(name),
    server === undefined ? '-' : harmless(withoutPassword(server)),
    harmless(user ?? '-'),
    harmless(says),
  ]);
  const here = current === undefined ? '' : `From here commands go to ${placeText(current)}.\n`;
  const listed =
    rows.length === 0 ? '' : `${columns([' ', 'NAME', 'SERVER', 'USER', 'WHAT IT IS'], rows, sink.columns)}\n`;
  return `${listed}${here}`;
}

export interface PlaceHere {
  readonly level: Level;
  /** What it says; absent where it says nothing. */
  readonly says?: string;
  /** Commands go there. */
  readonly isChosen: boolean;
}

const WORDS: Readonly<Record<Level, string>> = {
  command: 'the command',
  shell: 'the shell',
  folder: 'this folder',
  person: 'you',
  machine: 'this machine',
};

/** Who could say where commands go, the nearest first, and what each says; the mark is at the one that counts. */
export function placesText(places: readonly PlaceHere[], sink: Sink): string {
  const rows = places.map(({ level, says, isChosen }) => [isChosen ? '>' : ' ', WORDS[level], says ?? '-']);
  return columns(['', 'WHERE COMMANDS GO, BY'], rows, sink.columns);
}

export function placesHere(places: readonly FoundPlace[]): PlaceHere[] {
  const [chosen] = places;
  return LEVELS.map((level) => {
    const first = places.find((found) => found.level === level);
    return { level, isChosen: chosen?.level === level, ...(first === undefined ? {} : { says: placeText(first) }) };
  });
}

export function placeText(found: FoundPlace): string {
  const by = found.by === 'dome dev' ? '' : ` (${found.by})`;
  return harmless(`${whereText(found)}${by}`);
}

function whereText({ place, context }: FoundPlace): string {
  const isSaid = context === undefined || context.includes('/') || (place.kind === 'nats' && place.name === context);
  const named = isSaid ? '' : `${context}: `;
  switch (place.kind) {
    case 'server':
      return `${named}${withoutPassword(place.address)}`;
    case 'nats':
      return `${named}the nats context ${place.name}`;
    case 'stack':
      return `${named}${stackName(place.facts)}`;
    case 'ended':
      return `${named}${stackName(place.facts)}, which does not run any more`;
    case 'absent':
      return `${named}a stack of ${place.folder}, which was never started`;
  }
}
