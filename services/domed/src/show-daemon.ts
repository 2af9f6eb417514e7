// What a daemon shows of itself to those who operate it: all of it is read when somebody scrapes.
import { one, showPending, showSpace } from '@dome/telemetry';

import type { Core } from './core.ts';
import type { DaemonOptions } from './daemon-options.ts';

export function showDaemon({ meters, identity: { pool } }: DaemonOptions, core: Core): void {
  const { bindings, slots, intake, machine, guard, publisher, ports } = core;
  showPending(meters, { events: publisher, logs: ports.logPublisher });
  showSpace(meters, () => core.space.current());
  meters.show('dome_daemon_info', () => [{ labels: { pool, guard }, value: 1 }]);
  meters.show('dome_machine_taking', () => one(Number(machine.isTaking)));
  meters.show('dome_skills_served', () => one(bindings.served.length));
  meters.show('dome_skills_unserved', () => one(bindings.unserved.length));
  meters.show('dome_slots', () => [{ labels: { pool }, value: slots.total }]);
  meters.show('dome_slots_in_use', () => [{ labels: { pool }, value: slots.total - slots.free }]);
  meters.show('dome_runners', () => one(core.runners()));
  meters.show('dome_jobs_in_hand', () => one(intake.inHand));
  meters.show('dome_jobs_waiting_for_locks', () => one(intake.lockWaits));
}
