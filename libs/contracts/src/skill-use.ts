export const RANGE_DEFAULT = '*';

/** `name`, or `name@range` as in plans and on the command line; the range is not checked here. */
export function parseSkillUse(text: string): { name: string; range: string } {
  const at = text.indexOf('@');
  if (at === -1) return { name: text, range: RANGE_DEFAULT };
  return { name: text.slice(0, at), range: text.slice(at + 1) || RANGE_DEFAULT };
}
