// A whole job, judged from what was stored: its chain by the rules of the contract, and its log by arithmetic.
import { EVENTS, JOB_PHASES, checkChain } from '@dome/contracts';
import type { AnyEvent, ChainLink, JobPhase, LogTruncated } from '@dome/contracts';

export interface TappedEvent {
  readonly event: AnyEvent;
  readonly sequence: number;
}

export function checkJob(events: readonly TappedEvent[], { ended = false }: { ended?: boolean } = {}): string[] {
  const links = events.flatMap(linkOf);
  const chain = checkChain(links, { ended }).map(
    ({ index, rule, detail }) => `transition ${index + 1}: ${rule}: ${detail}`,
  );
  return links.length === 0 ? [] : chain;
}

const isJobPhase = (phase: string): phase is JobPhase => Object.hasOwn(JOB_PHASES, phase);

function linkOf({ event, sequence }: TappedEvent): ChainLink[] {
  const declared = EVENTS[event.type];
  if (declared.kind !== 'transition' || !isJobPhase(declared.phase)) return [];
  // The event's validator has checked each of these; a transition without one does not carry it.
  const { requestDigest, commandSequence, attempt, epoch, counted, supersedes } = event.data as Partial<ChainLink>;
  return [{ phase: declared.phase, sequence, requestDigest, commandSequence, attempt, epoch, counted, supersedes }];
}

interface AttemptLog {
  readonly chunks: { readonly from: number; readonly to: number }[];
  marker?: { readonly lines: number; readonly truncated: LogTruncated | undefined; readonly sequence: number };
}

/** L9: up to its end marker, or to where it was cut, an attempt's lines are numbered from 1 without a gap and none twice. */
export function checkLog(records: readonly TappedEvent[], terminal: AnyEvent | undefined): string[] {
  const attempts = new Map<number, AttemptLog>();
  const logOf = (attempt: number): AttemptLog => {
    const log = attempts.get(attempt) ?? { chunks: [] };
    attempts.set(attempt, log);
    return log;
  };
  const findings: string[] = [];
  for (const { event, sequence } of records) {
    if (event.type === 'dev.dome.job.log.v1') {
      const { attempt, firstLine, lineCount, text } = event.data;
      if (text.split('\n').length !== lineCount)
        findings.push(`line ${firstLine}: ${lineCount} lines are said, not sent`);
      logOf(attempt).chunks.push({ from: firstLine, to: firstLine + lineCount });
    }
    if (event.type === 'dev.dome.job.log-ended.v1') {
      const log = logOf(event.data.attempt);
      if (log.marker !== undefined) findings.push(`attempt ${event.data.attempt} has two end markers`);
      const { lines, truncated } = event.data;
      log.marker = { lines, truncated, sequence };
    }
  }
  for (const [attempt, log] of attempts) findings.push(...lineFindings(attempt, log));
  return [...findings, ...markerFindings(attempts, terminal)];
}

function lineFindings(attempt: number, { chunks, marker }: AttemptLog): string[] {
  const wholeUntil = marker?.truncated?.fromLine ?? Infinity;
  let next = 1;
  let stored = 0;
  for (const { from, to } of chunks.toSorted((a, b) => a.from - b.from)) {
    if (from < next) return [`attempt ${attempt}: line ${from} is there twice`];
    if (from > next && marker !== undefined && next < wholeUntil)
      return [`attempt ${attempt}: lines ${next} to ${from - 1} are missing`];
    stored += to - from;
    next = to;
  }
  // A write without an answer may or may not be stored.
  const lost = marker?.truncated?.lines ?? 0;
  const isRight = marker === undefined || (stored <= marker.lines && stored + lost >= marker.lines);
  if (isRight) return [];
  const cut = lost === 0 ? '' : ` and ${lost} that are not stored`;
  return [`attempt ${attempt}: the end marker counts ${marker.lines} lines${cut}, there are ${stored}`];
}

/** The terminal carries the sequence of the marker, which was durable before. */
function markerFindings(attempts: ReadonlyMap<number, AttemptLog>, terminal: AnyEvent | undefined): string[] {
  if (terminal === undefined || !('logs' in terminal.data) || terminal.data.logs === undefined) return [];
  const { attempt } = terminal.data;
  const marker = attempts.get(attempt ?? 0)?.marker;
  const { endSequence, truncated } = terminal.data.logs;
  if (endSequence === undefined && truncated !== undefined) return [];
  if (marker === undefined) return [`the terminal names the end marker ${endSequence}, and there is none`];
  return marker.sequence === endSequence
    ? []
    : [`the end marker is ${marker.sequence}, the terminal says ${endSequence}`];
}
