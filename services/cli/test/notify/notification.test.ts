// What counts as news of a gate, and for whom.
import type { GateDetail } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { gateNews, isForReader, notificationVariables } from '../../src/notify/notification.ts';
import { notificationLine } from '../../src/render/notification-line.ts';
import { plain } from '../../src/terminal/style.ts';
import { detail } from '../render/gate-fixture.ts';
import { approvalRequested, at, decided, event, iteration, runId } from '../watch/run-story.ts';

const gate = { runId, gate: 'quality', iteration: 2 };

describe('news', () => {
  test('is a gate that begins to wait, one whose people are reminded, and one that is decided', () => {
    expect(gateNews(approvalRequested(2, 5))).toEqual({ what: 'waiting', ...gate });
    expect(gateNews(decided('APPROVE', 2, 6))).toEqual({ what: 'decided', ...gate });
    const missing = [{ role: 'security', count: 1 }];
    const reminder = { ...gate, number: 1, missing, deadline: new Date(at(60)).toISOString() };
    expect(gateNews(event('dev.dome.run.approval-reminded.v1', 7, reminder))).toEqual({ what: 'reminded', ...gate });
  });

  test('is neither the decision to ask people, nor anything else of a run', () => {
    expect(gateNews(decided('NEEDS_HUMAN', 2, 6))).toBeUndefined();
    expect(gateNews(iteration(1, 1))).toBeUndefined();
  });
});

describe('a gate is for a reader', () => {
  const refused = { allowed: false, detail: 'no' };
  const seen = (change: Partial<GateDetail['you']>): GateDetail => ({ ...detail, you: { ...detail.you, ...change } });
  const any = { isMine: false };

  test('of a role if it asks that role', () => {
    expect(isForReader(detail, 'waiting', { ...any, role: 'security' })).toBe(true);
    expect(isForReader(detail, 'waiting', { ...any, role: 'developer' })).toBe(false);
    const { asking: _, ...unasked } = detail;
    expect(isForReader(unasked, 'decided', { ...any, role: 'security' })).toBe(false);
    expect(isForReader(unasked, 'decided', any)).toBe(true);
  });

  test('who may approve it; of a decided one, who has a role that it asked', () => {
    expect(isForReader(detail, 'waiting', { isMine: true })).toBe(true);
    const own = seen({ approve: refused, roles: ['security'] });
    expect(isForReader(own, 'waiting', { isMine: true })).toBe(false);
    expect(isForReader(own, 'decided', { isMine: true })).toBe(true);
    expect(isForReader(seen({ roles: ['developer'] }), 'decided', { isMine: true })).toBe(false);
  });
});

describe('a notification', () => {
  const { you: _, ...rest } = detail;
  const notification = {
    id: 'x',
    what: 'waiting',
    at: '2026-03-02T09:05:00.123Z',
    cursor: 'RUN_EVENTS:9',
    gate: rest,
  } as const;

  test('is one line that says whom the gate still asks, and by when', () => {
    expect(notificationLine(notification, plain)).toBe(
      '2026-03-02T09:05:00Z  waiting   release-abcdefgh/release/2  May it go to staging?  asks security  until 2026-03-02T10:30:00Z  submitted by ada',
    );
    const late = { ...notification, gate: { ...rest, state: 'decided' } } as const;
    expect(notificationLine(late, plain)).toMatch(/ {2}\(decided by now\)$/);
  });

  test('has its facts in the environment of a program', () => {
    expect(notificationVariables(notification)).toMatchObject({
      DOME_EVENT: 'waiting',
      DOME_EVENT_ID: 'x',
      DOME_RUN_ID: 'release-abcdefgh',
      DOME_GATE: 'release',
      DOME_PLAN: 'release@1.0.0',
      DOME_DEADLINE: '2026-03-02T10:30:00.000Z',
      DOME_DECISION: 'NEEDS_HUMAN',
    });
  });
});
