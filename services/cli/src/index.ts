// The building blocks for a program beside the command line: a whole stack in its own process tree, a run that is
// watched, and the display of both. `examples/demo` is such a program, and the only one that may import this
// (scripts/walls/rules.ts).
export { workFolder } from './folders.ts';
export { writeContexts } from './dev/contexts.ts';
export { readLawFolder } from './law/folder.ts';
export type { LawFile } from './law/folder.ts';
export { showLogLine } from './dev/log-line.ts';
export type { PlaneLogLine } from './dev/log-line.ts';
export type { StackPlane } from './dev/plane-process.ts';
export { startStack } from './dev/stack.ts';
export type { Stack } from './dev/stack.ts';
export { showDuration } from './durations.ts';
export { showError, usageError } from './errors.ts';
export { EXIT } from './exit-codes.ts';
export type { Sink } from './terminal/io.ts';
export { firstLine } from './render/run-tree.ts';
export { outletOf } from './terminal/outlet.ts';
export { sinkOf } from './terminal/sink.ts';
export { harmless, padEnd, plain } from './terminal/style.ts';
export type { Paint, Style } from './terminal/style.ts';
export { shellQuoted } from '@dome/contracts';
export { watchRun } from './watch/watch-run.ts';
