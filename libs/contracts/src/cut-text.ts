/**
 * At most `charsMax` characters, never splitting a surrogate pair: a lone surrogate has no UTF-8 form, so it cannot be
 * digested.
 */
export const cutText = (text: string, charsMax: number): string => text.slice(0, charsMax).toWellFormed();
