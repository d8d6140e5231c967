import { RATE, type SectionDraft } from '../section-draft.ts';

/** .NET by prometheus-net, by its own meters through OpenTelemetry (.NET 9), and ASP.NET Core's. */
export const DOTNET: SectionDraft = {
  id: 'dotnet',
  title: '.NET',
  mark: /^(dotnet|aspnetcore|kestrel|process_runtime_dotnet)_/,
  words: ['dotnet', 'aspnetcore', 'kestrel', 'process'],
  stats: [],
  panels: [
    {
      id: 'memory',
      title: 'Memory',
      kind: 'lines',
      unit: 'bytes',
      queries: [
        ['process_working_set_bytes', '$', 'working set'],
        ['process_private_memory_bytes', '$', 'private'],
        ['dotnet_total_memory_bytes', '$', 'managed'],
        ['dotnet_process_memory_working_set_bytes', '$', 'working set'],
        ['dotnet_gc_last_collection_memory_committed_size_bytes', '$', 'committed'],
      ],
    },
    {
      id: 'cpu',
      title: 'CPU',
      kind: 'area',
      unit: 'cores',
      queries: [
        ['process_cpu_seconds_total', RATE, 'total'],
        ['dotnet_process_cpu_time_seconds_total', `sum by (instance, cpu_mode) (${RATE})`, 'total'],
      ],
    },
    {
      id: 'heap',
      title: 'Heap by generation',
      kind: 'stack',
      unit: 'bytes',
      queries: [
        ['dotnet_gc_heap_size_bytes', 'sum by (gc_generation) ($)', ''],
        ['dotnet_gc_last_collection_heap_size_bytes', 'sum by (gc_heap_generation) ($)', ''],
        ['process_runtime_dotnet_gc_heap_size_bytes', 'sum by (generation) ($)', ''],
      ],
    },
    {
      id: 'gc',
      title: 'Collections by generation',
      kind: 'bars',
      unit: 'perSecond',
      queries: [
        ['dotnet_collection_count_total', `sum by (generation) (${RATE})`, ''],
        ['dotnet_gc_collections_total', `sum by (gc_heap_generation) (${RATE})`, ''],
        ['process_runtime_dotnet_gc_collections_count_total', `sum by (generation) (${RATE})`, ''],
      ],
    },
    {
      id: 'pause',
      title: 'Time in garbage collection',
      kind: 'area',
      unit: 'ratio',
      queries: [
        ['dotnet_gc_pause_ratio', '$', 'paused'],
        ['dotnet_gc_cpu_ratio', '$', 'of CPU time'],
        ['dotnet_gc_pause_time_seconds_total', RATE, 'paused'],
      ],
    },
    {
      id: 'alloc',
      title: 'Allocation',
      kind: 'area',
      unit: 'bytesPerSecond',
      queries: [
        ['dotnet_gc_allocated_bytes_total', `sum by (instance) (${RATE})`, 'allocated'],
        ['dotnet_gc_heap_total_allocated_bytes_total', RATE, 'allocated'],
      ],
    },
    {
      id: 'threads',
      title: 'Thread pool',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['dotnet_threadpool_num_threads', '$', 'threads'],
        ['dotnet_thread_pool_thread_count', '$', 'threads'],
        ['dotnet_thread_pool_queue_length', '$', 'queued'],
        ['process_num_threads', '$', 'of the process'],
        ['process_runtime_dotnet_thread_pool_threads_count', '$', 'threads'],
      ],
    },
    {
      id: 'exceptions',
      title: 'Exceptions',
      kind: 'bars',
      unit: 'perSecond',
      queries: [
        ['dotnet_exceptions_total', `sum by (type, error_type) (${RATE})`, ''],
        ['process_runtime_dotnet_exceptions_count_total', RATE, ''],
      ],
    },
    {
      id: 'contention',
      title: 'Lock contention',
      kind: 'area',
      unit: 'perSecond',
      queries: [
        ['dotnet_contention_total', RATE, 'contentions'],
        ['dotnet_monitor_lock_contentions_total', RATE, 'contentions'],
      ],
    },
    {
      id: 'connections',
      title: 'Connections and requests',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['kestrel_active_connections', 'sum by (instance) ($)', 'connections'],
        ['kestrel_queued_connections', 'sum by (instance) ($)', 'queued connections'],
        ['http_server_active_requests', 'sum by (instance) ($)', 'requests'],
        ['http_requests_in_progress', 'sum by (instance) ($)', 'requests'],
      ],
    },
  ],
};
