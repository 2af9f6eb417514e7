import { nowMs } from '../state/link.ts';
import { ageText } from './time.ts';

/** How long ago something was; the moment itself is its title. */
export const Ago = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={at}>
    {ageText(nowMs.value - Date.parse(at))} ago
  </time>
);
