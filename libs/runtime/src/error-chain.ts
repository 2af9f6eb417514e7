/**
 * An error speaks of its own layer and carries the layer below in `cause`. The chain is walked here, once, for
 * printing, so that no layer repeats the message of another. Loops and endless chains both terminate.
 */

export interface ErrorLink {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  /** The typed fields of a catalogued error (`pointer`, `hint`, …). */
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly stack?: string;
}

/** A chain of causes that goes on is a loop or an accident; a line of the log need not hold it. */
const LINKS_MAX = 10;

/** Outermost first. A thrown value that is not an error becomes a link named after its type. */
export function errorChain(thrown: unknown): ErrorLink[] {
  const links: ErrorLink[] = [];
  const seen = new Set<unknown>();
  let current = thrown;
  while (current !== undefined && !seen.has(current) && links.length < LINKS_MAX) {
    seen.add(current);
    links.push(linkOf(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return links;
}

function linkOf(value: unknown): ErrorLink {
  if (!(value instanceof Error)) return { name: typeof value, message: textOf(value) };
  return {
    name: value.name,
    message: value.message,
    ...codeOf(value),
    ...fieldsOf(value),
    ...stackOf(value),
  };
}

function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function codeOf(error: Error): Pick<ErrorLink, 'code'> {
  if (!('code' in error)) return {};
  const { code } = error;
  return typeof code === 'string' || typeof code === 'number' ? { code } : {};
}

function fieldsOf(error: Error): Pick<ErrorLink, 'fields'> {
  if (!('fields' in error)) return {};
  const { fields } = error;
  return typeof fields === 'object' && fields !== null ? { fields: { ...fields } } : {};
}

function stackOf(error: Error): Pick<ErrorLink, 'stack'> {
  return error.stack === undefined ? {} : { stack: error.stack };
}
