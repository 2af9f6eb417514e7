// docs/metrics.md: what `/metrics` of each plane has, from the declarations that the planes expose.
import { METRICS } from '../../libs/telemetry/src/metrics/declared.ts';

const INTRODUCTION = `# Metrics

<!-- Generated from libs/telemetry by \`npm run generate\`. Never edited by hand. -->

Every metric that \`/metrics\` of a plane has. [Observability](observability.md#metrics) says how to switch it on and how to add up
several processes.
`;

export function generateMetricsPage(): string {
  const rows = Object.entries(METRICS).map(([name, metric]) => {
    const labels = metric.labels.map((label) => `\`${label}\``).join(', ');
    const buckets = metric.kind === 'histogram' ? metric.buckets.join(' ') : '';
    return `| \`${name}\` | ${metric.kind} | ${metric.plane} | ${labels} | ${metric.help} | ${buckets} |`;
  });
  const head = ['| metric | kind | plane | labels | what it is | buckets |', '| --- | --- | --- | --- | --- | --- |'];
  return `${INTRODUCTION}\n${[...head, ...rows].join('\n')}\n`;
}
