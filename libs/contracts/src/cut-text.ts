/**
 * At most so many characters, and none of them half of one: what is half has no UTF-8 form, and what holds it cannot be
 * digested.
 */
export const cutText = (text: string, charsMax: number): string => text.slice(0, charsMax).toWellFormed();
