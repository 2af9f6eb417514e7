import { expect, test } from 'vitest';

import { versionText } from '../../src/render/version-view.ts';

const program = { version: '1.2.3', node: '24.1.0', home: '/opt/dome' };
const contract = { version: '1.0.0', digest: 'sha256:ab' };

test('everybody who speaks is named with a version, and a plane of another version or none stands out', () => {
  const planes = [
    { plane: 'dome', instance: 'first', version: '1.2.3' },
    { plane: 'dome', instance: 'second', version: '1.2.2' },
    { plane: 'dome', instance: 'third' },
  ] as const;
  const server = { version: '2.11.0', versionMin: '2.12.0' };
  const there = { address: 'nats://there:4222', origin: 'NATS_URL', server, planes };
  expect(versionText({ program, contract, there }, 100)).toBe(
    [
      'dome      1.2.3  this program, in /opt/dome, on Node 24.1.0',
      'contract  1.0.0  sha256:ab',
      '',
      'At nats://there:4222 (NATS_URL):',
      'nats-server  2.11.0  too old: at least 2.12.0 is needed',
      'dome         1.2.3   first',
      'dome         1.2.2   second, not the version of this program',
      'dome         ?       third, which did not say',
      'domed        -       does not answer',
      '',
    ].join('\n'),
  );
});

test('without a broker the program still says what it is', () => {
  const text = versionText({ program, contract, there: { absent: 'Nothing listens there.' } }, 100);
  expect(text.split('\n')).toContain('No broker to ask: Nothing listens there.');
});
