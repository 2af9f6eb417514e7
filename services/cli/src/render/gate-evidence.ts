// What a gate rests on: its rules with what they said, the tasks behind them, and what has changed since the iteration before.
import { findingCountsText } from '@dome/client';
import { cutText, isDigest, shortDigest, showSize } from '@dome/contracts';
import type { Artifact, GateBeside, GateRuleView, GateTask, MemberChange } from '@dome/contracts';
import type { OutputChange } from '@dome/runs';

import { showDuration } from '../durations.ts';
import { taskRecordIn } from '../inspect/gate-story.ts';
import type { GateStory } from '../inspect/gate-story.ts';
import { oneLine, padEnd, widthOf } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import { gateWidth } from './gate-look.ts';
import type { GateLook } from './gate-look.ts';
import { markdownLines } from './markdown.ts';
import { resultMark } from './result-mark.ts';

const INDENT = '    ';
/** Of one summary, unless everything is shown. */
const SUMMARY_LINES = 6;
const FILES_SHOWN = 20;

const wrapped = (text: string, look: GateLook, indent = INDENT): string[] =>
  wrapText(text, gateWidth(look) - indent.length).map((line) => `${indent}${line}`.trimEnd());

/** First those that did not pass: they are why somebody is asked. */
export function ruleLines({ detail }: GateStory, look: GateLook): string[] {
  const isPassed = ({ value }: GateRuleView): boolean => value === 'true';
  const { rules } = detail;
  return [...rules.filter((rule) => !isPassed(rule)), ...rules.filter(isPassed)].flatMap((rule) => oneRule(rule, look));
}

function oneRule(rule: GateRuleView, look: GateLook): string[] {
  const { id, title, expression, value, detail, reasonCode, otherwise, risk, note } = rule;
  const { paint } = look.sink;
  const [first = '', ...rest] = wrapped(oneLine(title ?? expression), look);
  const consequence = `${otherwise} with ${reasonCode}${risk === 0 ? '' : `, risk ${risk}`}`;
  const said =
    value === undefined
      ? [`not evaluated yet; unless it is true, ${consequence}`]
      : value === 'true'
        ? []
        : [
            ...(value === 'false' ? [] : [`cannot be evaluated: ${oneLine(detail ?? '')}`]),
            `not true, so ${consequence}`,
          ];
  const gray = (lines: readonly string[]): string[] => lines.map((line) => paint('gray', line));
  return [
    `  ${ruleMark(value, look)} ${first.trimStart()}`,
    ...rest,
    ...said.flatMap((line) => wrapped(line, look)).map((line) => (value === undefined ? line : paint('red', line))),
    ...(note === undefined || value === 'true' ? [] : wrapped(oneLine(note), look)),
    ...gray(wrapped(title === undefined ? id : `${id}: ${oneLine(expression)}`, look)),
  ];
}

function ruleMark(value: GateRuleView['value'], { sink: { paint }, symbols }: GateLook): string {
  switch (value) {
    case 'true':
      return paint('green', symbols.success);
    case 'false':
      return paint('red', symbols.failure);
    case 'error':
      return paint('red', symbols.error);
    case undefined:
      return paint('gray', symbols.pending);
  }
}

export function taskLines(story: GateStory, look: GateLook): string[] {
  const { tasks } = story.detail;
  const nameWidth = Math.max(0, ...tasks.map(({ taskId }) => widthOf(taskId)));
  return tasks.flatMap((task) => oneTask(task, story, { ...look, nameWidth }));
}

function oneTask(task: GateTask, story: GateStory, look: GateLook & { readonly nameWidth: number }): string[] {
  const { paint } = look.sink;
  const { taskId, skill, version, state, result, title, problem, artifacts = [] } = task;
  const record = taskRecordIn(story, task);
  const { timings } = record ?? {};
  const took = timings === undefined ? '' : ` in ${showDuration(timings.executionMs)}`;
  const mark =
    result === undefined ? paint('gray', look.symbols.pending) : resultMark(result, { ...look, paint, tick: 0 });
  const head = `${padEnd(taskId, look.nameWidth)}  ${result ?? (state === 'pending' ? 'not run' : 'running')}${took}`;
  const by = `${skill}@${version}`;
  const isNarrow = widthOf(`${INDENT}${head}   ${by}`) > gateWidth(look);
  return [
    ...(isNarrow ? [`  ${mark} ${head}`, `${INDENT}${by}`] : [`  ${mark} ${head}   ${by}`]),
    ...(title === undefined ? [] : wrapped(oneLine(title), look)),
    ...summaryLines(task, record?.summary ?? task.summary, look),
    ...(problem === undefined ? [] : wrapped(`${problem.code} ${firstLineOf(problem.detail)}`, look)),
    ...findingLines(task, story, look),
    ...artifacts.map(({ name, size }) => `${INDENT}${paint('gray', 'made')} ${oneLine(name)}  ${showSize(size)}`),
  ];
}

const firstLineOf = (text: string): string => oneLine(text.trim().split('\n')[0] ?? '');

function summaryLines({ taskId }: GateTask, summary: string | undefined, look: GateLook): string[] {
  if (summary === undefined) return [];
  const lines = markdownLines(summary, look.sink.paint)
    .filter((line, index, all) => line !== '' || (index > 0 && all[index - 1] !== ''))
    .flatMap((line) => wrapText(line, gateWidth(look) - INDENT.length));
  const shown = look.isFull || lines.length <= SUMMARY_LINES + 1 ? lines : lines.slice(0, SUMMARY_LINES);
  const left = lines.length - shown.length;
  const more = left === 0 ? [] : [look.sink.paint('gray', `… ${left} more lines of ${taskId}; --full shows them`)];
  return [...shown, ...more].map((line) => `${INDENT}${line}`.trimEnd());
}

function findingLines({ jobId }: GateTask, { findings }: GateStory, { sink: { paint } }: GateLook): string[] {
  const counts = jobId === undefined ? undefined : findings?.get(jobId);
  if (counts === undefined) return [];
  const color = counts.error > 0 ? 'red' : counts.warning > 0 ? 'yellow' : 'gray';
  const text = findingCountsText(counts);
  return text === '' ? [] : [`${INDENT}${paint(color, text)}`];
}

/** Empty in the first iteration. */
export function changeLines(story: GateStory, look: GateLook): string[] {
  const { before, runId } = story.detail;
  if (before === undefined) return [];
  const { gates, rules, tasks, remedy } = before;
  const nameWidth = Math.max(0, ...remedy.map(({ taskId }) => widthOf(taskId)));
  const last = remedy.findLast(({ result }) => result === 'success');
  const diff = last === undefined ? undefined : ['workspace', 'diff', `${runId}/${last.taskId}/${last.iteration}`];
  return [
    ...gates.flatMap(({ gate, status, reasonCodes }) => {
      const codes = reasonCodes.length === 0 ? '' : ` with ${reasonCodes.join(', ')}`;
      return wrapped(`gate ${gate}: ${status}${codes}`, look, '  ');
    }),
    ...rules.flatMap(({ id, before: old = 'not evaluated', now = 'not evaluated' }) =>
      wrapped(`rule ${id}: ${old}, now ${now}`, look, '  '),
    ),
    ...tasks.flatMap(({ taskId, before: old = 'not run', now = 'not run' }) =>
      wrapped(`task ${taskId}: ${old}, now ${now}`, look, '  '),
    ),
    ...story.outputs.flatMap((one) => outputLines(one, look)),
    ...remedy.flatMap((task) => oneTask(task, story, { ...look, nameWidth })),
    ...fileLines(story, look),
    ...(diff === undefined || story.detail.before?.workspaceNow === undefined ? [] : [`  ${look.typed(...diff)}`]),
  ];
}

/** Of one output, unless everything is shown. */
const MEMBERS_SHOWN = 8;
/** Of a value: what is longer is read with the task. */
const VALUE_CHARS = 24;

/** `output of test: failed 1, now 0` */
function outputLines({ taskId, members, artifacts }: OutputChange, look: GateLook): string[] {
  const shown = look.isFull ? members : members.slice(0, MEMBERS_SHOWN);
  const left = members.length - shown.length;
  const said = [
    ...shown.map((change) => `${change.pointer.slice(1)} ${valueOf(change, 'from')}, now ${valueOf(change, 'to')}`),
    ...(left === 0 ? [] : [`${left} more, which --full shows`]),
    ...artifacts.map(({ name, before, now }) => `file ${name} ${artifactText(before)}, now ${artifactText(now)}`),
  ];
  const lines = said.length === 0 ? ['another one, too large to compare'] : said;
  return lines.flatMap((text) => wrapped(oneLine(`output of ${taskId}: ${text}`), look, '  '));
}

const artifactText = (artifact: Artifact | undefined): string =>
  artifact === undefined ? 'nothing' : `${shortDigest(artifact.digest)}, ${showSize(artifact.size)}`;

function valueOf(change: MemberChange, side: 'from' | 'to'): string {
  if (!(side in change)) return 'nothing';
  const value = change[side];
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const text = String(value);
  if (isDigest(text)) return shortDigest(text);
  return text.length <= VALUE_CHARS ? text : `${cutText(text, VALUE_CHARS - 1)}…`;
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function fileLines({ files = [] }: GateStory, { sink: { paint }, isFull }: GateLook): string[] {
  const shown = isFull ? files : files.slice(0, FILES_SHOWN);
  const left = files.length - shown.length;
  return [
    ...shown.map(({ path, change, lines }) => {
      const counts = lines === undefined ? 'binary' : `+${lines.added} -${lines.removed}`;
      return `  ${SIGNS[change]} ${oneLine(path)}  ${paint('gray', counts)}`;
    }),
    ...(left === 0 ? [] : [`  … ${left} more files; --full shows them`]),
  ];
}

/** The other gates of the iteration, each with what its rules said; why a rule is not true, `gate get` of that gate says. */
export function besideLines({ detail }: GateStory, look: GateLook): string[] {
  return detail.gates.flatMap((beside) => [
    ...wrapped(`${besideMark(beside, look)} ${besideText(beside)}`, look, '  '),
    ...beside.rules.flatMap(({ id, title, value }) => {
      const [first = '', ...rest] = wrapped(oneLine(title ?? id), look, '      ');
      return [`    ${ruleMark(value, look)} ${first.trimStart()}`, ...rest];
    }),
  ]);
}

function besideMark({ state, status }: GateBeside, { sink: { paint }, symbols }: GateLook): string {
  if (state === 'pending') return paint('gray', symbols.pending);
  if (state === 'waiting') return paint('yellow', symbols.waiting);
  return status === 'APPROVE' ? paint('green', symbols.success) : paint('red', symbols.failure);
}

function besideText({ gate, title, state, status, people, reasonCodes = [] }: GateBeside): string {
  const by = people === undefined ? '' : ` by ${people.map(oneLine).join(', ')}`;
  const codes = reasonCodes.length === 0 ? '' : ` with ${reasonCodes.join(', ')}`;
  const said = { pending: 'not reached yet', waiting: 'waits for people', decided: `${status ?? ''}${codes}${by}` }[
    state
  ];
  return `${gate}${title === undefined ? '' : ` (${oneLine(title)})`}: ${said}`;
}
