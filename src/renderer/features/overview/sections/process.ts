import { RATE, type SectionDraft } from '../section-draft.ts';

/** What most clients tell of their process. */
export const PROCESS: SectionDraft = {
  id: 'process',
  title: 'Process',
  mark: /^process_/,
  words: ['process', 'promhttp', 'python'],
  stats: [],
  panels: [
    {
      id: 'cpu',
      title: 'CPU',
      kind: 'area',
      unit: 'cores',
      queries: [['process_cpu_seconds_total', RATE, 'total']],
    },
    {
      id: 'memory',
      title: 'Memory',
      kind: 'lines',
      unit: 'bytes',
      queries: [
        ['process_resident_memory_bytes', '$', 'resident'],
        ['process_heap_bytes', '$', 'heap'],
      ],
    },
    {
      id: 'files',
      title: 'Open files',
      kind: 'lines',
      unit: 'none',
      queries: [['process_open_fds', '$', 'open']],
    },
    {
      id: 'uptime',
      title: 'Uptime',
      kind: 'lines',
      unit: 'seconds',
      queries: [['process_start_time_seconds', 'time() - $', 'uptime']],
    },
  ],
};
