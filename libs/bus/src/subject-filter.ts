// Filters of subjects, as the broker reads them: `*` is one token, `>` at the end is one or more.

/** Whether the filter covers the subject. */
export function matchesFilter(filter: string, subject: string): boolean {
  const wanted = filter.split('.');
  const tokens = subject.split('.');
  for (const [index, token] of wanted.entries()) {
    if (token === '>') return tokens.length > index;
    if (index >= tokens.length || (token !== '*' && token !== tokens[index])) return false;
  }
  return wanted.length === tokens.length;
}

/** The filter of the subjects that both filters cover; undefined if there are none. */
export function intersectFilters(left: string, right: string): string | undefined {
  const [a, b] = [left.split('.'), right.split('.')];
  const tokens: string[] = [];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [x, y] = [a[index], b[index]];
    if (x === undefined || y === undefined) return undefined;
    if (x === '>') return [...tokens, ...b.slice(index)].join('.');
    if (y === '>') return [...tokens, ...a.slice(index)].join('.');
    if (x !== y && x !== '*' && y !== '*') return undefined;
    tokens.push(x === '*' ? y : x);
  }
  return tokens.join('.');
}

/** One filter that covers whatever any of the filters covers, and little more. */
export function commonFilter(filters: readonly string[]): string {
  const [first, ...others] = filters;
  if (first === undefined) return '>';
  return others.reduce(unionOf, first);
}

function unionOf(left: string, right: string): string {
  const a = left.split('.');
  const b = right.split('.');
  const union: string[] = [];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [x, y] = [a[index], b[index]];
    if (x === undefined || y === undefined || x === '>' || y === '>') {
      return closed(union, { left: x, right: y });
    }
    union.push(x === y ? x : '*');
  }
  return union.join('.');
}

/** `>` needs a token to cover: if one filter ends here, the token before it is the one that varies. */
function closed(union: string[], ends: { left: string | undefined; right: string | undefined }): string {
  const oneEnds = ends.left === undefined || ends.right === undefined;
  return [...(oneEnds ? union.slice(0, -1) : union), '>'].join('.');
}
