import { RATE, type SectionDraft } from '../section-draft.ts';

/** The Go runtime by its Prometheus client. */
export const GO: SectionDraft = {
  id: 'go',
  title: 'Go',
  mark: /^go_/,
  words: ['go', 'process', 'promhttp'],
  stats: [],
  panels: [
    {
      id: 'memory',
      title: 'Memory',
      kind: 'lines',
      unit: 'bytes',
      queries: [
        ['process_resident_memory_bytes', '$', 'resident'],
        ['go_memstats_sys_bytes', '$', 'from the system'],
        ['go_memstats_heap_inuse_bytes', '$', 'heap in use'],
        ['go_memstats_stack_inuse_bytes', '$', 'stacks'],
      ],
    },
    {
      id: 'goroutines',
      title: 'Goroutines',
      kind: 'area',
      unit: 'none',
      queries: [['go_goroutines', '$', 'goroutines']],
    },
    {
      id: 'threads',
      title: 'Threads',
      kind: 'lines',
      unit: 'none',
      queries: [['go_threads', '$', 'threads']],
    },
    {
      id: 'gc',
      title: 'Garbage collection pause',
      kind: 'lines',
      unit: 'seconds',
      queries: [['go_gc_duration_seconds', '$', '']],
    },
    {
      id: 'alloc',
      title: 'Allocation',
      kind: 'area',
      unit: 'bytesPerSecond',
      queries: [['go_memstats_alloc_bytes_total', RATE, 'allocated']],
    },
  ],
};
