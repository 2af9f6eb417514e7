// A moment by the clocks of whoever looks, with UTC beside it.
const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };

const textOf = (ms: number, format: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', format).format(ms);

export function Moment({ ms }: { readonly ms: number }) {
  const utc = utcBeside(ms);
  return (
    <time dateTime={new Date(ms).toISOString()}>
      {textOf(ms, { ...DAY, ...TIME, ...yearOf(ms) })}
      {utc === undefined ? undefined : <span class="quiet"> ({utc})</span>}
    </time>
  );
}

/** Where it is another one than now. */
const yearOf = (ms: number): Intl.DateTimeFormatOptions =>
  new Date(ms).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };

/** With its day where that is another one; undefined: the clocks show it already. */
function utcBeside(ms: number): string | undefined {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  if (timeZone === 'UTC') return undefined;
  const day = textOf(ms, { ...DAY, timeZone: 'UTC' });
  return `${day === textOf(ms, DAY) ? '' : `${day}, `}${new Date(ms).toISOString().slice(11, 16)} UTC`;
}
