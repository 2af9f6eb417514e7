// Plans are read, checked and locked in a thread of our own code: a few hundred kilobytes of text keep the parser,
// which cannot pause, busy for seconds, and no other request may wait for it. The thread works on one question at a
// time. A question that takes too long, or more memory than a plan may, ends with the thread and affects no other.
import { Worker } from 'node:worker_threads';

import { BoundedMap, DomeError, LIMITS } from '@dome/contracts';
import type { ProblemBody } from '@dome/contracts';
import { textsDigest } from '@dome/planning';
import type { Answer, PlanReading, Planning, Question, QuestionKind } from '@dome/planning';
import type { Logger } from '@dome/runtime';

export type Asked = {
  [Kind in QuestionKind]: { readonly kind: Kind; readonly question: Question<Kind> };
}[QuestionKind];

export type Answered =
  /** Its modules are loaded: the time limit of a question starts here. */
  | { readonly ready: true }
  | { readonly answer: unknown }
  | { readonly problem: ProblemBody }
  /** Our own code broke. */
  | { readonly defect: string };

export interface PlanningThreadOptions {
  readonly logger: Logger;
  /** How long one question may take; the default is that of `LIMITS`. */
  readonly answerMs?: number;
}

interface Waiting {
  readonly asked: Asked;
  readonly done: PromiseWithResolvers<unknown>;
}

/** Cached plans: the same text comes again when it is checked, submitted, and asked about twice. */
const READINGS_MAX = 16;

export function startPlanningThread(options: PlanningThreadOptions): Planning & AsyncDisposable {
  const thread = new PlanningThread(options);
  const readings = new BoundedMap<string, Promise<PlanReading>>(READINGS_MAX);
  return {
    read: (question) => {
      const key = textsDigest(question);
      const known = readings.get(key);
      if (known !== undefined) return known;
      const reading = thread.ask({ kind: 'read', question });
      readings.set(key, reading);
      // A refused plan is refused again; any other failure may pass.
      reading.catch((error: unknown) => {
        if (!(error instanceof DomeError) || error.disposition === 'retry') readings.delete(key);
      });
      return reading;
    },
    inputs: (question) => thread.ask({ kind: 'inputs', question }),
    law: (question) => thread.ask({ kind: 'law', question }),
    bind: (question) => thread.ask({ kind: 'bind', question }),
    lock: (question) => thread.ask({ kind: 'lock', question }),
    [Symbol.asyncDispose]: () => thread.end(),
  };
}

class PlanningThread {
  readonly #logger: Logger;
  readonly #answerMs: number;
  readonly #waiting: Waiting[] = [];
  #current: Waiting | undefined;
  #clock: NodeJS.Timeout | undefined;
  #worker: Worker | undefined;
  #isReady = false;
  #isEnded = false;

  constructor({ logger, answerMs = LIMITS.planAnswerMs }: PlanningThreadOptions) {
    this.#logger = logger;
    this.#answerMs = answerMs;
    // Started before it is needed: loading its modules takes longer than reading most plans.
    this.#worker = this.#start();
  }

  /** @throws DomeError whatever the planner says; PLAN_INVALID for what is too much work, UNAVAILABLE at the end */
  async ask<Kind extends QuestionKind>(asked: Extract<Asked, { kind: Kind }>): Promise<Answer<Kind>> {
    if (this.#isEnded) throw ended();
    const done = Promise.withResolvers<unknown>();
    this.#waiting.push({ asked, done });
    this.#next();
    // The planner answers each question with an answer of its kind.
    return (await done.promise) as Answer<Kind>;
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    for (const { done } of this.#waiting.splice(0)) done.reject(ended());
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#lose(worker, ended());
    await worker.terminate();
  }

  #next(): void {
    if (this.#current !== undefined || this.#waiting.length === 0) return;
    this.#worker ??= this.#start();
    if (!this.#isReady) return;
    // A plan that was read is locked before another is read, so that the next caller waits for one plan and not for
    // four questions.
    const begun = this.#waiting.findIndex(({ asked }) => asked.kind !== 'read');
    const [next] = this.#waiting.splice(Math.max(0, begun), 1);
    if (next === undefined) return;
    this.#current = next;
    this.#clock = setTimeout(() => this.#giveUp(), this.#answerMs);
    this.#worker.postMessage(next.asked);
  }

  #start(): Worker {
    const worker = new Worker(PROGRAM, { name: 'planning', resourceLimits: MEMORY });
    this.#isReady = false;
    worker.on('message', (answered: Answered) => {
      if (this.#worker !== worker) return;
      this.#isReady = true;
      this.#settle((asked) => settle(asked, answered));
    });
    worker.on('error', (err) => this.#broke(worker, err));
    worker.on('exit', () => this.#lose(worker, ended()));
    return worker;
  }

  #giveUp(): void {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#logger.warn({ answerMs: this.#answerMs }, 'planning thread ended for taking too long');
    this.#lose(worker, tooMuch(`more than ${this.#answerMs} ms`));
    void worker.terminate();
  }

  #broke(worker: Worker, err: Error): void {
    this.#logger.warn({ err }, 'planning thread broke');
    // A thread that cannot start would not start for the next question either.
    if (!this.#isReady) for (const { done } of this.#waiting.splice(0)) done.reject(err);
    const isMemory = 'code' in err && err.code === 'ERR_WORKER_OUT_OF_MEMORY';
    this.#lose(worker, isMemory ? tooMuch(`more than ${MEMORY.maxOldGenerationSizeMb} MiB of memory`) : err);
  }

  /** The question in progress is lost with the thread; the waiting ones go to the next thread. */
  #lose(worker: Worker, reason: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#settle(({ done }) => done.reject(reason));
  }

  #settle(settled: (asked: Waiting) => void): void {
    clearTimeout(this.#clock);
    const current = this.#current;
    this.#current = undefined;
    if (current !== undefined) settled(current);
    this.#next();
  }
}

/** The source file when running from source, the compiled file beside it otherwise. */
const PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? './planning-thread-main.ts' : './planning-thread-main.js',
  import.meta.url,
);
/** In MiB; a plan at its limits takes half of it. */
const MEMORY = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };

function settle({ done }: Waiting, answered: Answered): void {
  if ('ready' in answered) return;
  if ('answer' in answered) done.resolve(answered.answer);
  else if ('problem' in answered) done.reject(DomeError.fromProblem(answered.problem));
  else done.reject(new Error(answered.defect));
}

const ended = (): DomeError => new DomeError('UNAVAILABLE', { detail: 'This replica of the control plane ends.' });

function tooMuch(what: string): DomeError {
  const hint = 'Make the plan smaller, or its expressions and schemas simpler.';
  return new DomeError('PLAN_INVALID', { detail: `the plan takes ${what} to read`, pointer: '', hint });
}
