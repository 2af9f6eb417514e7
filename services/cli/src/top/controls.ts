// What a person has chosen of a screen by keys. Pure.

export const SECTIONS = ['daemons', 'backlog', 'runs', 'gates'] as const;
export type SectionName = (typeof SECTIONS)[number];

export interface Controls {
  /** It gets the rows that there are, and is the one that scrolls and is sorted. */
  readonly focus: SectionName;
  /** The first row that is shown. */
  readonly offsets: Readonly<Record<SectionName, number>>;
  /** How often the order was changed; each section has its own orders. */
  readonly orders: Readonly<Record<SectionName, number>>;
  /** The figures stay as they are. */
  readonly isPaused: boolean;
}

const NONE: Readonly<Record<SectionName, number>> = { daemons: 0, backlog: 0, runs: 0, gates: 0 };

export const CONTROLS_AT_START: Controls = { focus: 'runs', offsets: NONE, orders: NONE, isPaused: false };

export type Pressed = Controls | 'quit' | 'interrupt';

/** @param key as Node names it; an unknown one changes nothing */
export function pressed(controls: Controls, key: string): Pressed {
  switch (key) {
    case 'q':
    case 'escape':
      return 'quit';
    case 'ctrl+c':
      return 'interrupt';
    case 'p':
      return { ...controls, isPaused: !controls.isPaused };
    case 's':
      return withNumber(controls, 'orders', 1);
    case 'tab':
    case 'right':
      return { ...controls, focus: neighbour(controls.focus, 1) };
    case 'shift+tab':
    case 'left':
      return { ...controls, focus: neighbour(controls.focus, -1) };
    case 'down':
    case 'j':
      return withNumber(controls, 'offsets', 1);
    case 'up':
    case 'k':
      return withNumber(controls, 'offsets', -1);
    case 'pagedown':
    case 'space':
      return withNumber(controls, 'offsets', PAGE);
    case 'pageup':
      return withNumber(controls, 'offsets', -PAGE);
    case 'home':
    case 'g':
      return withNumber(controls, 'offsets', -Infinity);
    default:
      return controls;
  }
}

/** The offsets that can be shown, where a section has so many rows. */
export function withinRows(controls: Controls, counts: Readonly<Record<SectionName, number>>): Controls {
  const bounded = (name: SectionName): number => Math.min(controls.offsets[name], Math.max(0, counts[name] - 1));
  return {
    ...controls,
    offsets: {
      daemons: bounded('daemons'),
      backlog: bounded('backlog'),
      runs: bounded('runs'),
      gates: bounded('gates'),
    },
  };
}

const PAGE = 10;

function withNumber(controls: Controls, of: 'offsets' | 'orders', by: number): Controls {
  const { focus } = controls;
  return { ...controls, [of]: { ...controls[of], [focus]: Math.max(0, controls[of][focus] + by) } };
}

function neighbour(focus: SectionName, step: number): SectionName {
  const at = (SECTIONS.indexOf(focus) + step + SECTIONS.length) % SECTIONS.length;
  return SECTIONS[at] ?? focus;
}
