import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Whether the window is at most that wide; also when that changes. */
export function useIsNarrow(widthPx: number): boolean {
  const query = matchMedia(`(max-width: ${widthPx}px)`);
  const isNarrow = useSignal(query.matches);
  useEffect(() => {
    const note = (): void => void (isNarrow.value = query.matches);
    query.addEventListener('change', note);
    return () => query.removeEventListener('change', note);
  }, []);
  return isNarrow.value;
}
