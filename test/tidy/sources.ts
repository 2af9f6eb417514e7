// Rules for sources that no linter knows: size in lines, names, where a test lies.
import { parseSync } from 'oxc-parser';

import type { Complaint, TextFile } from './documents.ts';

const LINES_MAX = 300;
/** Each of these hides what a thing is for, or is another system's word for one of ours. */
const FORBIDDEN = new Set(['helper', 'util', 'impl', 'manager', 'mutex', 'topic', 'offset', 'queue']);
const UNIT_TEST = /^((?:libs|services)\/[^/]+)\/test\/((?:[^/]+\/)*)[^/]+\.test\.ts$/;
const NAMED_BY_BEHAVIOUR = /\.(it|e2e)\.test\.ts$/;

export function lengthComplaints({ path, text }: TextFile): Complaint[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines > LINES_MAX ? [`${path}:${LINES_MAX}: has ${lines} lines, at most ${LINES_MAX} are read with ease`] : [];
}

export function fileNameComplaints(path: string): Complaint[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const complaints = forbiddenWords(name).map((word) => `${path}:1: is named after a ${word}`);
  return /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name) ? complaints : [...complaints, `${path}:1: is not in kebab-case`];
}

export function exportedNameComplaints({ path, text }: TextFile): Complaint[] {
  const exported = parseSync(path, text).module.staticExports.flatMap(({ entries }) =>
    entries.map(({ exportName }) => exportName.name ?? ''),
  );
  return exported.flatMap((name) => forbiddenWords(name).map((word) => `${path}:1: exports ${name}: no ${word}`));
}

/**
 * Tests mirror the sources: a unit test reads a module of its own package or its support, and a folder of tests has the
 * name of a folder of sources. A test of a behaviour, on a real server or of whole processes, has no such module to name.
 */
export function testPlaceComplaints({ path, text }: TextFile, all: readonly string[]): Complaint[] {
  const [, packagePath = '', folder = ''] = UNIT_TEST.exec(path) ?? [];
  if (packagePath === '' || NAMED_BY_BEHAVIOUR.test(path)) return [];
  const complaints: Complaint[] = [];
  if (!/from '(?:(?:\.\.\/)+(?:src|support)|\.)\//.test(text))
    complaints.push(`${path}:1: reads no module of ${packagePath}/src`);
  if (folder !== '' && !all.some((other) => other.startsWith(`${packagePath}/src/${folder}`))) {
    complaints.push(`${path}:1: ${packagePath}/src has no folder ${folder}`);
  }
  return complaints;
}

const GIT_CALL = /\b\w+\(\s*\[?\s*(['"`])git\1\s*[,)]|\b\w+\(\s*(['"`])git .*\2/;
const GIT_FILE = 'libs/archive/src/git.ts';

/** A repository names programs in its settings; only one file of ours knows how to call git without starting them. */
export function gitCallComplaints({ path, text }: TextFile): Complaint[] {
  if (!/\/src\//.test(path) || path === GIT_FILE || !text.includes('child_process')) return [];
  const found = GIT_CALL.exec(text);
  if (found === null) return [];
  const line = text.slice(0, found.index).split('\n').length;
  return [`${path}:${line}: calls git by itself; ask askGit of ${GIT_FILE}`];
}

const SUBSCRIBE_CALL = /\.subscribe\([^;]*?\bcallback\b/s;
const LISTEN_FILE = 'libs/bus/src/listen.ts';

/** An exception in a client callback ends the client's reader; one file of ours lets none out. */
export function subscribeComplaints({ path, text }: TextFile): Complaint[] {
  if (!/\/src\//.test(path) || path === LISTEN_FILE) return [];
  const found = SUBSCRIBE_CALL.exec(text);
  if (found === null) return [];
  const line = text.slice(0, found.index).split('\n').length;
  return [`${path}:${line}: takes callbacks of the client by itself; call listen of ${LISTEN_FILE}`];
}

/** What would let a test pass silently or by luck. */
export function honestyComplaints({ path, text }: TextFile): Complaint[] {
  return text.split('\n').flatMap((line, at) => {
    const found = /\.only\b|\b(?:skip|skipIf|runIf|todo)\(|\bsleep\(|\bretry: [1-9]/.exec(line)?.[0];
    return found === undefined ? [] : [`${path}:${at + 1}: says ${found}`];
  });
}

/** `work queue` is JetStream's name for one of our streams; no other queue is one. */
function forbiddenWords(name: string): string[] {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.flatMap((word, at) => {
    const singular = word.endsWith('s') ? word.slice(0, -1) : word;
    const isWorkQueue = singular === 'queue' && words[at - 1] === 'work';
    return FORBIDDEN.has(singular) && !isWorkQueue ? [singular] : [];
  });
}
