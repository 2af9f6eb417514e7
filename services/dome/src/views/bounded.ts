import { LIMITS } from '@dome/contracts';

/** How much is told: everything, no inputs and artifacts, or nothing that may be long. */
export type DetailLevel = 'whole' | 'lean' | 'bare';

/** Space for the envelope of a reply. */
const VIEW_BYTES_MAX = LIMITS.messageBytes - 16_384;

/** The first of the views that fits into a reply, or the last one. Each is less detailed than the one before it. */
export function firstThatFits<View>(most: View, ...lesser: readonly (() => View)[]): View {
  return lesser.reduce((view, less) => (isSmall(view) ? view : less()), most);
}

const isSmall = (view: unknown): boolean => Buffer.byteLength(JSON.stringify(view)) <= VIEW_BYTES_MAX;
