import { environmentGet, environmentList } from './environments.ts';
import { announcedDaemons, fleetSkills, storedStreams } from './fleet.ts';
import { gateDecide, gateGet, gateList, gateWithdraw } from './gates.ts';
import { health } from './health.ts';
import type { Vitals } from './health.ts';
import { lawApply, lawGet, lawHistory, lawList } from './law.ts';
import { breakLock } from './locks.ts';
import type { Handlers, ServiceParts } from './parts.ts';
import { planValidate } from './plan-validate.ts';
import { runSubmit } from './run-submit.ts';
import { runCancel, runGet, runList } from './runs.ts';
import { drainVersion, neededVersions } from './skills.ts';

export function createHandlers(parts: ServiceParts, vitals: Vitals): Handlers {
  return {
    controlPlanValidate: planValidate(parts),
    controlRunSubmit: runSubmit(parts),
    controlRunGet: runGet(parts),
    controlRunList: runList(parts),
    controlRunCancel: runCancel(parts),
    controlLockBreak: breakLock(parts),
    controlSkillDrain: drainVersion(parts),
    controlSkillNeeded: neededVersions(parts),
    controlGateList: gateList(parts),
    controlGateGet: gateGet(parts),
    controlGateDecide: gateDecide(parts),
    controlGateWithdraw: gateWithdraw(parts),
    controlLawApply: lawApply(parts),
    controlLawList: lawList(parts),
    controlLawGet: lawGet(parts),
    controlLawHistory: lawHistory(parts),
    controlEnvironmentList: environmentList(parts),
    controlEnvironmentGet: environmentGet(parts),
    controlDaemonList: announcedDaemons(parts),
    controlSkillList: fleetSkills(parts),
    controlStreamList: storedStreams(parts),
    controlHealth: health(parts, vitals),
    controlReplicaGet: health(parts, vitals),
  };
}
