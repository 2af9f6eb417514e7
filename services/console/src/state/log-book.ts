// The rows of a log: lines, and what stands between them. They are kept by column, because there may be a million, and what
// lines of one record have in common is kept once. Groups of lines can be folded. Items in, rows out.
import { groupMarkOf } from '@dome/client/portable';
import type { LogItem, LogLines } from '@dome/client/portable';
import type { JobLogAnnotation } from '@dome/contracts/portable';

import { createGroupRows } from './group-rows.ts';
import type { GroupRows } from './group-rows.ts';

export type FindingLevel = JobLogAnnotation['level'];

interface RecordRows {
  /** Its first row. */
  readonly at: number;
  readonly kind: 'lines' | 'gap' | 'turn';
  readonly sequence: number;
  readonly attempt: number;
  readonly firstLine: number;
  readonly stream: LogLines['stream'];
  readonly timeMs: number;
}

export interface LogRow {
  readonly text: string;
  readonly kind: RecordRows['kind'];
  readonly sequence: number;
  readonly attempt: number;
  /** Its number in the attempt; the first missing one of a gap. */
  readonly line: number;
  readonly stream: LogLines['stream'];
  readonly timeMs: number;
  /** Of the finding that the line reports. */
  readonly level: FindingLevel | undefined;
}

/** A line as an address names it: the sequence of its record, and its number in the attempt where the record has several. */
export interface LineRef {
  readonly sequence: number;
  readonly line?: number;
}

export class LogBook {
  readonly texts: string[] = [];
  readonly annotations: JobLogAnnotation[] = [];
  readonly groups: GroupRows = createGroupRows();
  readonly #records: RecordRows[] = [];
  readonly #levels = new Map<string, FindingLevel>();
  #attempt = 0;
  #lines = 0;

  /** Without gaps and what separates attempts. */
  get lineCount(): number {
    return this.#lines;
  }

  take(items: readonly LogItem[]): void {
    for (const item of items) {
      if (item.kind === 'annotation') this.#annotate(item.annotation);
      else if (item.kind === 'lines') this.#addLines(item);
      else if (item.kind === 'gap') {
        this.#turnTo(item);
        const text = `Lines ${item.from} to ${item.to} are missing: they were not stored, or are not kept any more.`;
        this.#records.push({ ...this.#place(item), kind: 'gap', firstLine: item.from, stream: 'system', timeMs: 0 });
        this.texts.push(text);
      } else if (item.kind === 'ended') this.groups.leave(this.texts.length);
    }
  }

  row(at: number): LogRow {
    const record = this.#recordAt(at);
    const line = record.firstLine + at - record.at;
    const { kind, sequence, attempt, stream, timeMs } = record;
    const level = kind === 'lines' ? this.#levels.get(`${attempt} ${line}`) : undefined;
    return { text: this.texts[at] ?? '', kind, sequence, attempt, line, stream, timeMs, level };
  }

  /** Undefined while no such line is here. */
  find({ sequence, line }: LineRef): number | undefined {
    const records = this.#records;
    for (const [index, record] of records.entries()) {
      if (record.sequence !== sequence || record.kind !== 'lines') continue;
      const rows = (records[index + 1]?.at ?? this.texts.length) - record.at;
      const offset = line === undefined ? 0 : line - record.firstLine;
      if (offset >= 0 && offset < rows) return record.at + offset;
    }
    return undefined;
  }

  /** The row of a line of an attempt. */
  findLine(attempt: number, line: number): number | undefined {
    const records = this.#records;
    for (const [index, record] of records.entries()) {
      if (record.attempt !== attempt || record.kind !== 'lines') continue;
      const offset = line - record.firstLine;
      if (offset >= 0 && offset < (records[index + 1]?.at ?? this.texts.length) - record.at) return record.at + offset;
    }
    return undefined;
  }

  #annotate(annotation: JobLogAnnotation): void {
    this.annotations.push(annotation);
    this.#levels.set(`${annotation.attempt} ${annotation.line}`, annotation.level);
  }

  #addLines(item: LogLines): void {
    this.#turnTo(item);
    const { firstLine, stream, timeMs, lines } = item;
    this.#records.push({ ...this.#place(item), kind: 'lines', firstLine, stream, timeMs });
    this.#lines += lines.length;
    for (const line of lines) {
      const mark = groupMarkOf(line);
      if (mark?.kind === 'opens') this.groups.open(this.texts.length);
      this.texts.push(line);
      if (mark?.kind === 'closes') this.groups.close(this.texts.length);
    }
  }

  /** The first row of a later attempt says so. */
  #turnTo({ attempt, ...item }: LogItem): void {
    if (attempt === this.#attempt) return;
    this.#attempt = attempt;
    this.groups.leave(this.texts.length);
    if (attempt === 1) return;
    const place = this.#place({ ...item, attempt });
    this.#records.push({ ...place, kind: 'turn', firstLine: 0, stream: 'system', timeMs: 0 });
    this.texts.push(`Attempt ${attempt}`);
  }

  #place({
    sequence,
    attempt,
  }: Pick<LogItem, 'sequence' | 'attempt'>): Pick<RecordRows, 'at' | 'sequence' | 'attempt'> {
    return { at: this.texts.length, sequence, attempt };
  }

  #recordAt(row: number): RecordRows {
    let [low, high] = [0, this.#records.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#records[middle]?.at ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    const found = this.#records[low];
    if (found === undefined) throw new RangeError(`There is no row ${row}.`);
    return found;
  }
}

/** `1234` or `1234.17`; undefined for anything else. */
export function parseLineRef(text: string | undefined): LineRef | undefined {
  const [, sequence, line] = /^(\d{1,15})(?:\.(\d{1,15}))?$/.exec(text ?? '') ?? [];
  if (sequence === undefined) return undefined;
  return { sequence: Number(sequence), ...(line === undefined ? {} : { line: Number(line) }) };
}

export const lineRefText = ({ sequence, line }: LineRef): string =>
  line === undefined ? String(sequence) : `${sequence}.${line}`;
