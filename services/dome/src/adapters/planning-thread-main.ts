// Runs in the thread: takes one question at a time and returns its answer, or the error thrown.
import { parentPort } from 'node:worker_threads';

import { DomeError } from '@dome/contracts';
import { createPlanner } from '@dome/planning';
import type { Planner } from '@dome/planning';

import type { Answered, Asked } from './planning-thread.ts';

// A parser that collects errors creates an Error for each, and most of an Error is its stack.
Error.stackTraceLimit = 2;
const planner = createPlanner();

const answer = (of: Answered): void => parentPort?.postMessage(of);

parentPort?.on('message', (asked: Asked) => answer(answered(planner, asked)));
// Compiling the first schema also compiles the meta-schema.
planner.inputs({ schema: {}, inputs: {} });
answer({ ready: true });

function answered(of: Planner, asked: Asked): Answered {
  try {
    return { answer: answerOf(of, asked) };
  } catch (thrown) {
    if (thrown instanceof DomeError) return { problem: thrown.toProblem() };
    return { defect: thrown instanceof Error ? `${thrown.stack}` : String(thrown) };
  }
}

function answerOf(of: Planner, asked: Asked): unknown {
  switch (asked.kind) {
    case 'read':
      return of.read(asked.question);
    case 'inputs':
      return of.inputs(asked.question);
    case 'law':
      return of.law(asked.question);
    case 'bind':
      return of.bind(asked.question);
    case 'lock':
      return of.lock(asked.question);
  }
}
