// What both planes expose: the process, and how it speaks to the broker.
import { SHORT_SECONDS } from './metric.ts';
import type { Metrics } from './metric.ts';

export const BOTH_METRICS = {
  dome_build_info: {
    kind: 'gauge',
    plane: 'both',
    labels: ['plane', 'version'],
    help: 'Always 1: the version of Dome that the process runs, as a label.',
  },
  dome_ready: {
    kind: 'gauge',
    plane: 'both',
    labels: [],
    help: '1 while /readyz says 200, else 0.',
  },
  dome_metrics_unread_total: {
    kind: 'counter',
    plane: 'both',
    labels: [],
    help: 'Readings of metrics that failed: the scrape has the others, and the log says why.',
  },
  dome_bus_connected: {
    kind: 'gauge',
    plane: 'both',
    labels: [],
    help: '1 while the connection for work has a server, else 0.',
  },
  dome_bus_reconnects_total: {
    kind: 'counter',
    plane: 'both',
    labels: [],
    help: 'How often the connection for work had to find a server again.',
  },
  dome_bus_publish_seconds: {
    kind: 'histogram',
    plane: 'both',
    labels: ['publisher', 'write'],
    buckets: SHORT_SECONDS,
    help: 'From the wish to write a message to the answer of its stream, waiting for a place in the window included.',
  },
  dome_bus_publish_pending: {
    kind: 'gauge',
    plane: 'both',
    labels: ['publisher'],
    help: 'Writes that have no answer yet.',
  },
  dome_requests_total: {
    kind: 'counter',
    plane: 'both',
    labels: ['endpoint', 'code'],
    help: 'Requests over the bus that were answered, by the code of the error, or ok.',
  },
  dome_request_seconds: {
    kind: 'histogram',
    plane: 'both',
    labels: ['endpoint'],
    buckets: SHORT_SECONDS,
    help: 'From the arrival of a request to its answer, waiting for its turn included.',
  },
  dome_stream_bytes: {
    kind: 'gauge',
    plane: 'both',
    labels: ['stream'],
    help: 'What a stream or bucket of the plane holds on the broker. Every process sees the same: take the maximum.',
  },
  dome_stream_limit_bytes: {
    kind: 'gauge',
    plane: 'both',
    labels: ['stream'],
    help: 'What a stream or bucket of the plane may hold. Every process sees the same: take the maximum.',
  },
  dome_stream_short: {
    kind: 'gauge',
    plane: 'both',
    labels: ['stream'],
    help: '1 while a stream or bucket takes nothing or hardly anything, so that new work is refused, else 0.',
  },
  dome_event_loop_p99_seconds: {
    kind: 'gauge',
    plane: 'both',
    labels: [],
    help: 'How long one turn of the event loop held up everything else, 99th percentile of the last one to two minutes.',
  },
  dome_event_loop_max_seconds: {
    kind: 'gauge',
    plane: 'both',
    labels: [],
    help: 'The longest turn of the event loop in the last one to two minutes.',
  },
  dome_event_loop_long_turns_total: {
    kind: 'counter',
    plane: 'both',
    labels: ['over'],
    help: 'Turns of the event loop that took longer than the label says, in seconds.',
  },
  process_cpu_seconds_total: {
    kind: 'counter',
    plane: 'both',
    labels: [],
    help: 'Processor time of the process, of user and system together.',
  },
  process_resident_memory_bytes: {
    kind: 'gauge',
    plane: 'both',
    labels: [],
    help: 'Memory that the process holds.',
  },
  process_start_time_seconds: {
    kind: 'gauge',
    plane: 'both',
    labels: [],
    help: 'When the process was started, in seconds since 1970.',
  },
  nodejs_heap_size_used_bytes: {
    kind: 'gauge',
    plane: 'both',
    labels: [],
    help: 'Memory taken by JavaScript values.',
  },
} as const satisfies Metrics;
