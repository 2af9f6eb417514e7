interface Profile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  readonly samples: readonly number[];
}

/** The functions with the most self samples in a V8 CPU profile, idle time left out. */
export function busiest(text: string, count: number): string {
  const profile = JSON.parse(text) as Profile;
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const own = new Map<string, number>();
  let busy = 0;
  for (const sample of profile.samples) {
    const frame = frames.get(sample);
    if (frame === undefined || frame.functionName === '(idle)' || frame.functionName === '(program)') continue;
    const file = frame.url.replace(/^.*\/(?=(libs|services|node_modules)\/)/, '');
    const name = `${frame.functionName || '(anonymous)'} ${file}${file === '' ? '' : `:${frame.lineNumber + 1}`}`;
    own.set(name, (own.get(name) ?? 0) + 1);
    busy += 1;
  }
  return [...own]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([name, samples]) => `  ${((100 * samples) / busy).toFixed(1).padStart(5)} %  ${name}`)
    .join('\n');
}
