// What the control plane exposes. A replica counts the events that it wrote itself, so the sum over the replicas is that of
// the installation; what is open or waits is the same for all of them.
import { LONG_SECONDS } from './metric.ts';
import type { Metrics } from './metric.ts';

export const DOME_METRICS = {
  dome_runs_open: {
    kind: 'gauge',
    plane: 'dome',
    labels: [],
    help: 'Runs that are not finished. Every replica sees the same: take the maximum.',
  },
  dome_runs_stuck: {
    kind: 'gauge',
    plane: 'dome',
    labels: [],
    help: 'Runs that this replica cannot advance for a reason that lasts.',
  },
  dome_runs_submitted_total: {
    kind: 'counter',
    plane: 'dome',
    labels: ['plan'],
    help: 'Runs that were submitted.',
  },
  dome_runs_finished_total: {
    kind: 'counter',
    plane: 'dome',
    labels: ['plan', 'result'],
    help: 'Runs that are finished, by how they ended.',
  },
  dome_run_duration_seconds: {
    kind: 'histogram',
    plane: 'dome',
    labels: ['plan'],
    buckets: LONG_SECONDS,
    help: 'From the submission of a run to its end, waiting for people included.',
  },
  dome_tasks_settled_total: {
    kind: 'counter',
    plane: 'dome',
    labels: ['result'],
    help: 'Tasks of runs that have ended, by how they ended.',
  },
  dome_gates_waiting: {
    kind: 'gauge',
    plane: 'dome',
    labels: ['plan'],
    help: 'Gates that wait for people. Every replica sees the same: take the maximum.',
  },
  dome_gate_oldest_wait_seconds: {
    kind: 'gauge',
    plane: 'dome',
    labels: [],
    help: 'For how long the oldest waiting gate waits; 0 if none does. Every replica sees the same: take the maximum.',
  },
  dome_gate_decisions_total: {
    kind: 'counter',
    plane: 'dome',
    labels: ['plan', 'verdict'],
    help: 'Decisions of gates. A gate that asks people has two: NEEDS_HUMAN, and the one that closes it.',
  },
  dome_gate_votes_total: {
    kind: 'counter',
    plane: 'dome',
    labels: ['vote'],
    help: 'Votes of people on gates.',
  },
  dome_promotion_decisions_total: {
    kind: 'counter',
    plane: 'dome',
    labels: ['environment', 'verdict'],
    help: 'Decisions whether an artifact may be promoted into an environment.',
  },
  dome_promotions_total: {
    kind: 'counter',
    plane: 'dome',
    labels: ['environment'],
    help: 'Artifacts that were promoted into an environment.',
  },
  dome_deliveries_in_hand: {
    kind: 'gauge',
    plane: 'dome',
    labels: [],
    help: 'Events of jobs and runs that this replica works on.',
  },
  dome_deliveries_unreadable_total: {
    kind: 'counter',
    plane: 'dome',
    labels: [],
    help: 'Events of jobs and runs that this replica could not read, and left in their streams.',
  },
} as const satisfies Metrics;
