// Reads its input from stdin and its files from the workspace, and writes its findings as annotations to stdout.
import { spawn } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { text } from 'node:stream/consumers';

const { dir, warningsFail } = JSON.parse(await text(process.stdin));
const root = process.env.DOME_WORKSPACE;
const FINDINGS_MAX = 100;
const CHECKS_AT_ONCE = 4;

const LINE_RULES = [
  {
    rule: 'debugger',
    level: 'error',
    pattern: /^\s*debugger\s*;?\s*(\/\/.*)?$/,
    message: 'a debugger statement stops the program',
  },
  {
    rule: 'only',
    level: 'error',
    pattern: /\b(?:test|it|describe)\.only\(/,
    message: 'a test marked .only hides all the others',
  },
  { rule: 'trailing-space', level: 'warning', pattern: /[ \t]+$/, message: 'white space at the end of the line' },
];

async function* sources(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (entry.isFile() && /\.[cm]?js$/.test(entry.name)) yield path;
  }
}

/** `node --check` parses and does not run; its report begins with file:line. */
function syntaxFault(path) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--check', path], { stdio: ['ignore', 'ignore', 'pipe'] });
    let report = '';
    child.stderr.on('data', (chunk) => (report += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve(undefined);
      const line = Number(/:(\d+)$/m.exec(report.split('\n', 1)[0])?.[1] ?? 1);
      const message = /^\w*Error: .*$/m.exec(report)?.[0] ?? 'the file cannot be parsed';
      resolve({ line, level: 'error', rule: 'syntax', message });
    });
  });
}

async function check(path) {
  const syntax = await syntaxFault(path);
  const found = syntax === undefined ? [] : [syntax];
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    for (const { rule, level, pattern, message } of LINE_RULES) {
      if (pattern.test(line)) found.push({ line: index + 1, level, rule, message });
    }
  }
  const file = relative(root, path).split(sep).join('/');
  return found.toSorted((a, b) => a.line - b.line).map((finding) => ({ file, ...finding }));
}

const start = join(root, dir);
if (start !== root.replace(/\/$/, '') && !`${start}/`.startsWith(`${root}/`))
  throw new RangeError(`${dir} leads out of the workspace`);
const paths = await Array.fromAsync(sources(start));
const perFile = Array.from(paths, () => []);
let next = 0;
let done = 0;
await Promise.all(
  Array.from({ length: CHECKS_AT_ONCE }, async () => {
    for (let at = next++; at < paths.length; at = next++) {
      perFile[at] = await check(paths[at]);
      console.log(`::progress value=${++done / paths.length}::${done} of ${paths.length} files`);
    }
  }),
);

const escape = (value) =>
  value
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
const findings = perFile.flat();
for (const { file, line, level, rule, message } of findings.slice(0, FINDINGS_MAX)) {
  console.log(`::${level} file=${escape(file)},line=${line},title=${rule}::${message.replaceAll('%', '%25')}`);
}
const errors = findings.filter(({ level }) => level === 'error').length;
const warnings = findings.length - errors;
const summary = `${paths.length} files, ${errors} errors, ${warnings} warnings`;
console.log(summary);
await writeFile(process.env.DOME_SUMMARY, `${summary}\n`);
await writeFile(
  process.env.DOME_OUTPUT,
  JSON.stringify({ files: paths.length, errors, warnings, findings: findings.slice(0, FINDINGS_MAX) }),
);
process.exitCode = errors > 0 || (warningsFail && warnings > 0) ? 1 : 0;
