import type { DomeError } from '@dome/contracts/portable';

/** Why something was refused or could not be had, and what helps. */
export function AskFault({ what, fault }: { readonly what: string; readonly fault: DomeError }) {
  return (
    <p class="fault" role="alert">
      {what} {fault.message} <code>{fault.code}</code>
      <br />
      <span class="quiet">{fault.hint}</span>
    </p>
  );
}
