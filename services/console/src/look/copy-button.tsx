import { useSignal } from '@preact/signals';

/** Puts the text on the clipboard, and says so. A page that came over plain HTTP has no clipboard: there people select. */
export function CopyButton({ text }: { readonly text: string }) {
  const copied = useSignal('');
  if (!('clipboard' in navigator)) return undefined;
  return (
    <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => (copied.value = text))}>
      <span role="status">{copied.value !== '' && copied.value === text ? 'Copied' : 'Copy'}</span>
    </button>
  );
}
