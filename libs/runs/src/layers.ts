// Waves are the topological layers of the tasks: a task stands in the first wave after those that it needs. Within a layer
// the order is that of the names, so that the same plan has the same waves whatever the order of its text.

export type Needs = ReadonlyMap<string, readonly string[]>;

export type Layering =
  | { readonly ok: true; readonly layers: readonly (readonly string[])[] }
  /** The ids of one cycle, each needing the next, the last needing the first. */
  | { readonly ok: false; readonly cycle: readonly string[] };

/** Every id that is needed must be a key of `needs`. */
export function layersOf(needs: Needs): Layering {
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
export function transitiveNeeds(needs: Needs, id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(needs.get(id) ?? [])];
  for (let need = open.pop(); need !== undefined; need = open.pop()) {
    if (found.has(need)) continue;
    found.add(need);
    open.push(...(needs.get(need) ?? []));
  }
  return found;
}

/** Whoever is left needs somebody who is left: following those needs must come round. */
function cycleIn(needs: Needs, placed: ReadonlySet<string>): string[] {
  const start = [...needs.keys()].toSorted().find((id) => !placed.has(id));
  const path: string[] = [];
  for (let id = start; id !== undefined && !path.includes(id);) {
    path.push(id);
    const from: string = id;
    id = (needs.get(from) ?? []).find((need) => !placed.has(need));
    if (id !== undefined && path.includes(id)) return path.slice(path.indexOf(id));
  }
  return path;
}
