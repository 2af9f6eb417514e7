// Rules for prose: what a document names must exist, or prose rots.

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong, as `path:line: sentence`. */
export type Complaint = string;

const TOP_FOLDERS = '(?:libs|services|scripts|test|docs|schemas|examples|bench|infra|\\.ci)';
const PATH_IN_REPOSITORY = new RegExp(`^${TOP_FOLDERS}(?:/[\\w.@-]+)*/?$`);
const ROOT_FILE =
  /^(?:package|package-lock|tsconfig|tsconfig\.base|knip)\.json$|^[A-Z]+\.md$|^asyncapi\.yaml$|^LICENSE$/;

/** One title, on the first line. */
export function titleComplaints({ path, text }: TextFile): Complaint[] {
  const titles = prose(text).filter(({ line }) => line.startsWith('# '));
  if (titles.length !== 1) return [`${path}:1: has ${titles.length} titles, not one`];
  return titles[0]?.number === 1 ? [] : [`${path}:${titles[0]?.number}: the title is not the first line`];
}

/** Every path in backticks, and every file that a link names, exists. */
export function pathComplaints({ path, text }: TextFile, exists: (path: string) => boolean): Complaint[] {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  return prose(text).flatMap(({ line, number }) => {
    const named = [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    const missing = named.filter((code) => (PATH_IN_REPOSITORY.test(code) || ROOT_FILE.test(code)) && !exists(code));
    const linked = [...line.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => target);
    const broken = linked.filter((target) => !/^[a-z]+:/.test(target) && !exists(normal(`${folder}${target}`)));
    return [...missing, ...broken].map((name) => `${path}:${number}: names ${name}, which is not there`);
  });
}

/** Codes without a section of their own in the page, or with another text than the catalogue's. */
export function codeComplaints(
  catalogue: Readonly<Record<string, { readonly title: string; readonly hint: string }>>,
  page: TextFile,
): Complaint[] {
  const sections = new Map(page.text.split(/^## /m).map((section) => [section.split('\n', 1)[0] ?? '', section]));
  return Object.entries(catalogue).flatMap(([code, { title, hint }]) => {
    const section = sections.get(code);
    if (section === undefined) return [`${page.path}:1: has no section ${code}`];
    const missing = [title, hint].filter((words) => !section.includes(words));
    return missing.map((words) => `${page.path}:1: does not say of ${code}: ${words}`);
  });
}

/** The lines outside fenced blocks, which may hold anything. */
function prose(text: string): { line: string; number: number }[] {
  let isFenced = false;
  return text.split('\n').flatMap((line, at) => {
    const isFence = /^\s*(```|~~~)/.test(line);
    if (isFence) isFenced = !isFenced;
    return isFence || isFenced ? [] : [{ line, number: at + 1 }];
  });
}

function normal(path: string): string {
  return new URL(path, 'file:///').pathname.slice(1);
}
