// What a skill reports while it runs, and where it goes.

export type LogStream = 'stdout' | 'stderr' | 'system';
export type AnnotationLevel = 'debug' | 'notice' | 'warning' | 'error';

export interface LogLine {
  readonly stream: LogStream;
  /** One line without its line end, masked, at most 64 KiB of UTF-8. */
  readonly text: string;
  /** The line was longer, and was cut. */
  readonly isTruncated?: boolean;
}

export interface Annotation {
  readonly level: AnnotationLevel;
  readonly message: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly title?: string;
}

export interface Progress {
  /** From 0 to 1. */
  readonly value: number;
  readonly text?: string;
}

/**
 * Where the output of a running skill goes. A promise from `line` is back-pressure: its stream is read again when it
 * settles.
 */
export interface LogSinks {
  line(line: LogLine): void | Promise<void>;
  /** Refers to the line given just before. */
  annotation(annotation: Annotation): void;
  progress(progress: Progress): void;
}
