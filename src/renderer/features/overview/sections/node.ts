import { RATE, type SectionDraft } from '../section-draft.ts';

/** Node.js by prom-client. */
export const NODE: SectionDraft = {
  id: 'node',
  title: 'Node.js',
  mark: /^nodejs_/,
  words: ['nodejs', 'process'],
  stats: [],
  panels: [
    {
      id: 'memory',
      title: 'Memory',
      kind: 'lines',
      unit: 'bytes',
      queries: [
        ['process_resident_memory_bytes', '$', 'resident'],
        ['nodejs_heap_size_total_bytes', '$', 'heap total'],
        ['nodejs_heap_size_used_bytes', '$', 'heap used'],
        ['nodejs_external_memory_bytes', '$', 'external'],
      ],
    },
    {
      id: 'cpu',
      title: 'CPU',
      kind: 'area',
      unit: 'cores',
      queries: [
        ['process_cpu_user_seconds_total', RATE, 'user'],
        ['process_cpu_system_seconds_total', RATE, 'system'],
      ],
    },
    {
      id: 'eventloop',
      title: 'Event loop lag',
      kind: 'lines',
      unit: 'seconds',
      queries: [
        ['nodejs_eventloop_lag_p50_seconds', '$', 'p50'],
        ['nodejs_eventloop_lag_p90_seconds', '$', 'p90'],
        ['nodejs_eventloop_lag_p99_seconds', '$', 'p99'],
      ],
    },
    {
      id: 'gc',
      title: 'Time in garbage collection',
      kind: 'area',
      unit: 'ratio',
      queries: [['nodejs_gc_duration_seconds', 'sum by (kind) (rate($_sum[$interval]))', '']],
    },
    {
      id: 'handles',
      title: 'Handles and requests',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['nodejs_active_handles_total', '$', 'handles'],
        ['nodejs_active_requests_total', '$', 'requests'],
        ['nodejs_active_resources_total', '$', 'resources'],
      ],
    },
    {
      id: 'spaces',
      title: 'Heap by space',
      kind: 'stack',
      unit: 'bytes',
      queries: [['nodejs_heap_space_size_used_bytes', 'sum by (space) ($)', '']],
    },
  ],
};
