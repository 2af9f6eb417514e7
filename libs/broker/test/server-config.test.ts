import { expect, test } from 'vitest';

import { parsePortsFile, portOf, serverConfigText } from '../src/server-config.ts';

test("our listeners and store come after the caller's words, so that they hold", () => {
  const text = serverConfigText({
    ports: { port: -1, websocketPort: 7001, monitorPort: 7002 },
    storeDir: '/tmp/a b',
    storeBytesMax: 1_000,
    portsDir: 'C:\\run',
    origins: ['http://127.0.0.1:4280'],
    callerText: 'listen: "0.0.0.0:4222"',
    jetstreamText: 'sync_interval: always',
  });
  expect(text.split('\n')).toEqual([
    'listen: "0.0.0.0:4222"',
    'listen: "127.0.0.1:-1"',
    'http: "127.0.0.1:7002"',
    'ports_file_dir: "C:/run"',
    'websocket { listen: "127.0.0.1:7001", no_tls: true, allowed_origins: ["http://127.0.0.1:4280"] }',
    'jetstream {',
    '  store_dir: "/tmp/a b"',
    '  max_file_store: 1000',
    'sync_interval: always',
    '}',
    '',
  ]);
});

test('a partial ports file is not read', () => {
  const whole = '{"nats":["nats://127.0.0.1:1"],"monitoring":["http://127.0.0.1:2"],"websocket":["ws://127.0.0.1:3"]}';
  expect(parsePortsFile(whole)).toEqual({
    nats: 'nats://127.0.0.1:1',
    monitoring: 'http://127.0.0.1:2',
    websocket: 'ws://127.0.0.1:3',
  });
  expect(parsePortsFile(whole.slice(0, 50))).toBeUndefined();
  expect(parsePortsFile('{"nats":[]}')).toBeUndefined();
  expect(portOf('ws://127.0.0.1:43117')).toBe(43117);
});
