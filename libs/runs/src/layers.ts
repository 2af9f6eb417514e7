// Waves are the topological layers of the tasks: a task is in the first wave after those that it needs. Within a layer the
// order is that of the names, so that the same plan has the same waves whatever the order of its text.
import { DomeError } from '@dome/contracts/portable';

export type NeedsGraph = ReadonlyMap<string, readonly string[]>;

export type Layering =
  | { readonly ok: true; readonly layers: readonly (readonly string[])[] }
  | { readonly ok: false; readonly cycle: Cycle };

/** The ids of one cycle, each needing the next, the last needing the first. */
export type Cycle = readonly [string, ...string[]];

/** What is wrong with a plan whose tasks or gates at the pointer need each other in a circle. */
export const circleFault = ([first, ...rest]: Cycle, pointer: string): { pointer: string; message: string } => ({
  pointer: `${pointer}/${first}/needs`,
  message: `${[first, ...rest, first].join(' needs ')}: a circle has no first`,
});

/** Every id that is needed must be a key of `needs`. */
export function layersOf(needs: NeedsGraph): Layering {
  const layers: string[][] = [];
  const placed = new Set<string>();
  while (placed.size < needs.size) {
    const ready = [...needs.keys()].filter(
      (id) => !placed.has(id) && (needs.get(id) ?? []).every((need) => placed.has(need)),
    );
    if (ready.length === 0) return { ok: false, cycle: cycleIn(needs, placed) };
    layers.push(ready.toSorted());
    for (const id of ready) placed.add(id);
  }
  return { ok: true, layers };
}

/** Every id that must have come before, at any distance. */
export function transitiveNeeds(needs: NeedsGraph, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(needs.get(id) ?? [])];
  for (let need = open.pop(); need !== undefined; need = open.pop()) {
    if (found.has(need)) continue;
    found.add(need);
    open.push(...(needs.get(need) ?? []));
  }
  return found;
}

/** Each one left needs another one left: following those needs must return to a start. */
function cycleIn(needs: NeedsGraph, placed: ReadonlySet<string>): Cycle {
  const path: string[] = [];
  let id = [...needs.keys()].toSorted().find((one) => !placed.has(one));
  while (id !== undefined && !path.includes(id)) {
    path.push(id);
    id = needs.get(id)?.find((need) => !placed.has(need));
  }
  if (id === undefined) throw new DomeError('INTERNAL', { detail: 'a needed task or gate is not in the plan' });
  return [id, ...path.slice(path.indexOf(id) + 1)];
}
