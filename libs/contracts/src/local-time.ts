// A moment as the clocks of a time zone show it. Pure: the same moment and zone give the same words.

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export interface LocalTime {
  readonly day: Weekday;
  /** `09:30` */
  readonly minute: string;
  /** `2026-12-20T09:30`: compares as text. */
  readonly text: string;
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A day that the calendar has, with a minute that the clock has. */
export function isLocalTime(text: string): boolean {
  const ms = Date.parse(`${text}:00Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(text);
}

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export function localTime(ms: number, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(ms);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  const date = `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
  const minute = `${part('hour')}:${part('minute')}`;
  const day = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'mon';
  return { day, minute, text: `${date}T${minute}` };
}

/**
 * The moment at which the clocks of the zone show the text, as a freeze spells it. Of a minute that they skip it is as much later as
 * they skip; of one that they show twice, one of both.
 */
export function momentOf(text: string, timeZone: string): number {
  const wanted = Date.parse(`${text}:00Z`);
  let ms = wanted;
  // The first step meets the offset of the zone; the second the one of the hour that it led to.
  for (const _ of [1, 2]) ms += wanted - Date.parse(`${localTime(ms, timeZone).text}:00Z`);
  return ms;
}
