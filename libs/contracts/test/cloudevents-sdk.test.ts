// The reference SDK has no NATS binding and invents missing attributes, so it is not on the wire path. Here it is the
// judge: an event of the contract is a CloudEvent to others, too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CloudEvent, HTTP } from 'cloudevents';
import type { CloudEventV1 } from 'cloudevents';
import { describe, expect, test } from 'vitest';

import { CONTENT_TYPE, openEvent, sealEvent } from '../src/index.ts';
import type { AnyEvent } from '../src/index.ts';

const folder = join(import.meta.dirname, '../../../schemas/examples');
const examples = readdirSync(folder).filter((name) => name.startsWith('dev.dome.'));

const read = (name: string): Uint8Array => readFileSync(join(folder, name));

describe('an event of the contract is a CloudEvent to the reference SDK', () => {
  test('there are examples to judge', () => expect(examples.length).toBeGreaterThan(20));

  test.each(examples)('%s is accepted strictly and loses nothing', (name) => {
    const event: CloudEventV1<unknown> = { ...openEvent(read(name)) };
    const accepted = new CloudEvent(event, true);
    expect(JSON.parse(JSON.stringify(accepted))).toEqual(JSON.parse(new TextDecoder().decode(read(name))));
  });

  test('its structured mode is ours', () => {
    const event: AnyEvent = openEvent(read('dev.dome.job.started.v1.json'));
    const message = HTTP.structured(new CloudEvent<unknown>({ ...event }));
    expect(message.headers['content-type']).toContain(CONTENT_TYPE);
    const { body } = message;
    if (typeof body !== 'string') throw new Error('structured mode is text');
    expect(openEvent(new TextEncoder().encode(body))).toEqual(event);
  });

  test('and ours is its own', () => {
    const { id, source, subject, time, correlationid, data } = openEvent(read('dev.dome.job.cancel-requested.v1.json'));
    const bytes = sealEvent({
      type: 'dev.dome.job.cancel-requested.v1',
      id,
      source,
      subject,
      runId: correlationid,
      timeMs: Date.parse(time),
      data: data as never,
    });
    const body = new TextDecoder().decode(bytes);
    const parsed = HTTP.toEvent({ headers: { 'content-type': CONTENT_TYPE }, body });
    expect(Array.isArray(parsed) ? undefined : parsed.id).toBe(id);
  });
});
