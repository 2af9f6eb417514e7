// A law with environments, two replicas under it, and what the tests of promotions submit.
import type { ControlClient } from '@dome/client';
import type { RunSubmitRequest } from '@dome/contracts';
import { LAWFUL_PLAN, SKILLS, startPlanesServer } from '@dome/testkit';
import type { FakeSkill, PlanesServer } from '@dome/testkit';

import { controlClientOf, release, startReplica } from './bench.ts';
import { LAW_TEXTS, lawTexts } from './law-of.ts';
import { startScriptedRuntime } from './scripted-runtime.ts';
import type { ScriptOf, ScriptedRuntime } from './scripted-runtime.ts';

export interface PromotionStage extends AsyncDisposable {
  readonly server: PlanesServer;
  readonly runtime: ScriptedRuntime;
  /** Submits. */
  readonly ada: ControlClient;
  /** Approves. */
  readonly grace: ControlClient;
  /** Keeps the law. */
  readonly kim: ControlClient;
}

export interface PromotionStageOptions {
  /** Environments beside `staging`. */
  readonly environments: readonly string[];
  readonly script: ScriptOf;
  readonly skills?: readonly FakeSkill[];
}

export async function openPromotionStage(options: PromotionStageOptions): Promise<PromotionStage> {
  const { environments, script, skills: more = [] } = options;
  await using stack = new AsyncDisposableStack();
  const fleet = [...SKILLS, ...more];
  const skills = fleet.map(({ name }) => ({ pool: 'default', skill: name }));
  const server = stack.use(await startPlanesServer({ people: ['ada', 'grace', 'kim', 'lee'], skills }));
  const runtime = stack.use(await startScriptedRuntime(server, fleet, script));
  const law = [...LAW_TEXTS, ...lawTexts(...environments)];
  stack.use(await startReplica(server, 'dome-1', law));
  stack.use(await startReplica(server, 'dome-2', law));
  const [ada, grace, kim] = [
    await controlClientOf(server, 'ada'),
    await controlClientOf(server, 'grace'),
    await controlClientOf(server, 'kim'),
  ];
  const owned = stack.move();
  return { server, runtime, ada, grace, kim, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

export const to = (name: string, plan = LAWFUL_PLAN): string => plan.replace('to: staging', `to: ${name}`);
export const from = (name: string, plan: string): string => plan.replace('from: build', `from: ${name}`);

let keys = 0;
/** Each under a key of its own. */
export const submission = (change: Partial<RunSubmitRequest>): RunSubmitRequest =>
  release({ idempotencyKey: `key-${(keys += 1)}`, ...change });
