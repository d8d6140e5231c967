import { RATE, type SectionDraft } from '../section-draft.ts';

/** `area` is Micrometer's and the client's name of the label, the other is OpenTelemetry's. */
const HEAP = '{area=~"heap|",jvm_memory_type=~"heap|"}';
const OUTSIDE = '{area=~"nonheap|",jvm_memory_type=~"non_heap|"}';

/** The JVM by Micrometer, by the Prometheus client for Java and by OpenTelemetry, with the pools that Spring adds. */
export const JVM: SectionDraft = {
  id: 'jvm',
  title: 'JVM',
  mark: /^jvm_/,
  words: ['jvm', 'logback', 'hikaricp', 'jdbc', 'tomcat', 'executor', 'system', 'process'],
  stats: [],
  panels: [
    {
      id: 'heap',
      title: 'Heap',
      kind: 'lines',
      unit: 'bytes',
      queries: [
        ['jvm_memory_used_bytes', `sum by (instance) ($${HEAP})`, 'used'],
        ['jvm_memory_committed_bytes', `sum by (instance) ($${HEAP})`, 'committed'],
        // Pools without a limit say -1.
        ['jvm_memory_max_bytes', `sum by (instance) ($${HEAP} > 0)`, 'limit'],
        ['jvm_memory_limit_bytes', `sum by (instance) ($${HEAP} > 0)`, 'limit'],
        ['jvm_memory_bytes_used', `sum by (instance) ($${HEAP})`, 'used'],
        ['jvm_memory_bytes_committed', `sum by (instance) ($${HEAP})`, 'committed'],
        ['jvm_memory_bytes_max', `sum by (instance) ($${HEAP} > 0)`, 'limit'],
      ],
    },
    {
      id: 'cpu',
      title: 'CPU',
      kind: 'lines',
      unit: 'ratio',
      queries: [
        ['process_cpu_usage', '$', 'process'],
        ['system_cpu_usage', '$', 'system'],
        ['jvm_cpu_recent_utilization_ratio', '$', 'process'],
      ],
    },
    {
      id: 'gc',
      title: 'Time in garbage collection',
      kind: 'area',
      unit: 'ratio',
      queries: [
        ['jvm_gc_pause_seconds', 'sum by (instance, cause) (rate($_sum[$interval]))', 'pauses'],
        ['jvm_gc_collection_seconds', 'sum by (instance, gc) (rate($_sum[$interval]))', 'collections'],
        ['jvm_gc_duration_seconds', 'sum by (instance, jvm_gc_name) (rate($_sum[$interval]))', 'durations'],
      ],
    },
    {
      id: 'alloc',
      title: 'Allocation',
      kind: 'area',
      unit: 'bytesPerSecond',
      queries: [
        ['jvm_gc_memory_allocated_bytes_total', RATE, 'allocated'],
        ['jvm_gc_memory_promoted_bytes_total', RATE, 'promoted'],
      ],
    },
    {
      id: 'threads',
      title: 'Threads',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['jvm_threads_live_threads', '$', 'live'],
        ['jvm_threads_daemon_threads', '$', 'daemon'],
        ['jvm_threads_peak_threads', '$', 'peak'],
        ['jvm_threads_current', '$', 'live'],
        ['jvm_threads_daemon', '$', 'daemon'],
        ['jvm_threads_peak', '$', 'peak'],
        ['jvm_thread_count', 'sum by (instance) ($)', 'live'],
      ],
    },
    {
      id: 'threadstates',
      title: 'Threads by state',
      kind: 'stack',
      unit: 'none',
      queries: [
        ['jvm_threads_states_threads', 'sum by (state) ($)', ''],
        ['jvm_threads_state', 'sum by (state) ($)', ''],
      ],
    },
    {
      id: 'pools',
      title: 'Memory outside the heap',
      kind: 'stack',
      unit: 'bytes',
      queries: [['jvm_memory_used_bytes', `sum by (id, pool) ($${OUTSIDE})`, '']],
    },
    {
      id: 'classes',
      title: 'Loaded classes',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['jvm_classes_loaded_classes', '$', 'loaded'],
        ['jvm_classes_loaded', '$', 'loaded'],
        ['jvm_class_count', '$', 'loaded'],
      ],
    },
    {
      id: 'connections',
      title: 'Database connections',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['hikaricp_connections_active', '$', 'active'],
        ['hikaricp_connections_idle', '$', 'idle'],
        ['hikaricp_connections_pending', '$', 'pending'],
        ['hikaricp_connections_max', '$', 'limit'],
      ],
    },
    {
      id: 'tomcat',
      title: 'Tomcat threads',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['tomcat_threads_busy_threads', '$', 'busy'],
        ['tomcat_threads_current_threads', '$', 'current'],
        ['tomcat_threads_config_max_threads', '$', 'limit'],
      ],
    },
    {
      id: 'logs',
      title: 'Log events by level',
      kind: 'bars',
      unit: 'perSecond',
      queries: [
        ['logback_events_total', `sum by (level) (${RATE})`, ''],
        ['log4j2_events_total', `sum by (level) (${RATE})`, ''],
      ],
    },
    {
      id: 'files',
      title: 'Open files',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['process_files_open_files', '$', 'open'],
        ['process_files_max_files', '$', 'limit'],
      ],
    },
  ],
};
