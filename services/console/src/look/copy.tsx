// A button that copies a text, and says that it did.
import { useSignal } from '@preact/signals';

const SAID_MS = 2_000;

export function Copy({ text, what }: { readonly text: string; readonly what: string }) {
  const said = useSignal('Copy');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      said.value = 'Copied';
    } catch {
      said.value = 'The browser does not allow it';
    }
    setTimeout(() => void (said.value = 'Copy'), SAID_MS);
  };
  return (
    <button type="button" class="small" aria-label={`Copy ${what}`} onClick={() => void copy()}>
      <span aria-live="polite">{said.value}</span>
    </button>
  );
}
