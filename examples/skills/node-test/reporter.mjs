// Writes one JSON line for each test that ended. Suites are skipped: their tests report for themselves.
export default async function* reporter(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite') continue;
    const { name, file, line, skip, todo } = data;
    const cause = data.details?.error?.cause ?? data.details?.error;
    const message = String(cause?.message ?? cause ?? '').slice(0, 2_000);
    const isSkipped = skip !== undefined || todo !== undefined;
    yield `${JSON.stringify({ outcome: isSkipped ? 'skipped' : type === 'test:pass' ? 'passed' : 'failed', name, file, line, message })}\n`;
  }
}
