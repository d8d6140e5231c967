import { describe, expect, it } from 'vitest';
import type { MetricMetadata, MetricType } from '../../../shared/domain/series.ts';
import { listFamilies } from './metric-families.ts';
import { buildOverview } from './overview-model.ts';

/** Families by name; a summary or histogram has the series that its client gives it. */
function overviewOf(page: Readonly<Record<string, MetricType>>, labels: readonly string[] = []) {
  const metadata: MetricMetadata[] = [];
  const names = new Map<string, number>();
  for (const [name, type] of Object.entries(page)) {
    metadata.push({ name, type, help: '', unit: '' });
    const parts =
      type === 'summary' ? ['_sum', '_count'] : type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    for (const part of parts) names.set(name + part, 1);
  }
  return buildOverview(listFamilies(metadata, names), labels);
}

const GO_CLIENT = {
  go_goroutines: 'gauge',
  go_threads: 'gauge',
  process_cpu_seconds_total: 'counter',
  process_resident_memory_bytes: 'gauge',
} as const;

const NODE_EXPORTER = {
  node_cpu_seconds_total: 'counter',
  node_load1: 'gauge',
  node_load5: 'gauge',
  node_memory_MemTotal_bytes: 'gauge',
  node_memory_MemAvailable_bytes: 'gauge',
  node_memory_MemFree_bytes: 'gauge',
  node_memory_Cached_bytes: 'gauge',
  node_memory_Buffers_bytes: 'gauge',
  node_filesystem_avail_bytes: 'gauge',
  node_filesystem_size_bytes: 'gauge',
  node_network_receive_bytes_total: 'counter',
  node_vmstat_pgfault: 'unknown',
  ...GO_CLIENT,
} as const;

describe('recognised sections', () => {
  it('shows a host before the exporter that tells of it', () => {
    const { stats, sections } = overviewOf(NODE_EXPORTER);
    expect(sections.map(({ id, initiallyOpen }) => [id, initiallyOpen])).toEqual([
      ['host', true],
      ['go', false],
      ['process', false],
      ['prefix:node', false],
    ]);
    expect(stats.map(({ id }) => id)).toEqual(['host-cpu', 'host-memory', 'host-disk', 'memory']);
    expect(stats[0]?.expr).toBe('1 - avg(rate(node_cpu_seconds_total{mode="idle"}[$interval]))');
    const memory = sections[0]?.panels.find(({ id }) => id === 'host:memory');
    expect(memory?.queries.map(({ legend }) => legend)).toEqual(['used', 'buffers', 'cached', 'free']);
    expect(memory?.queries[0]?.expr).toMatch(/^node_memory_MemTotal_bytes - node_memory_MemFree_bytes/);
  });

  it('leaves out a query of which one metric is absent', () => {
    const { sections, stats } = overviewOf({ node_load1: 'gauge', node_filesystem_avail_bytes: 'gauge' });
    expect(sections[0]?.panels.map(({ id }) => id)).toEqual(['host:load']);
    expect(sections[0]?.panels[0]?.queries[0]?.legend).toBe('');
    expect(stats).toEqual([]);
  });

  it('reads Micrometer: requests as a summary, the JVM, its pools', () => {
    const { stats, sections } = overviewOf(
      {
        http_server_requests_seconds: 'summary',
        jvm_memory_used_bytes: 'gauge',
        jvm_memory_max_bytes: 'gauge',
        jvm_gc_pause_seconds: 'summary',
        jvm_threads_live_threads: 'gauge',
        hikaricp_connections_active: 'gauge',
        process_cpu_usage: 'gauge',
      },
      ['method', 'uri', 'status'],
    );
    expect(stats.map(({ id }) => id)).toEqual(['requests', 'errors', 'latency']);
    expect(sections.map(({ title }) => title)).toEqual(['HTTP server', 'JVM']);
    expect(sections[0]?.panels.find(({ id }) => id === 'http:mean')?.queries[0]?.expr).toBe(
      'sum by (uri) (rate(http_server_requests_seconds_sum[$interval])) / (sum by (uri) (rate(http_server_requests_seconds_count[$interval])) > 0)',
    );
    const heap = sections[1]?.panels.find(({ id }) => id === 'jvm:heap');
    expect(heap?.queries.map(({ expr }) => expr)).toEqual([
      'sum by (instance) (jvm_memory_used_bytes{area=~"heap|",jvm_memory_type=~"heap|"})',
      'sum by (instance) (jvm_memory_max_bytes{area=~"heap|",jvm_memory_type=~"heap|"} > 0)',
    ]);
  });

  it('reads prometheus-net', () => {
    const { sections } = overviewOf(
      {
        http_requests_received_total: 'counter',
        http_request_duration_seconds: 'histogram',
        dotnet_collection_count_total: 'counter',
        dotnet_total_memory_bytes: 'gauge',
        process_working_set_bytes: 'gauge',
        process_cpu_seconds_total: 'counter',
        process_start_time_seconds: 'gauge',
      },
      ['code', 'method', 'endpoint'],
    );
    expect(sections.map(({ title }) => title)).toEqual(['HTTP server', '.NET', 'Process']);
    expect(sections[1]?.panels.map(({ title }) => title)).toEqual([
      'Memory',
      'CPU',
      'Collections by generation',
    ]);
    // What .NET's section draws, the process' does not.
    expect(sections[2]?.panels.map(({ id }) => id)).toEqual(['process:uptime']);
  });

  it('reads the exporters of databases', () => {
    const { sections } = overviewOf({
      pg_up: 'gauge',
      pg_stat_activity_count: 'gauge',
      pg_stat_database_blks_hit: 'counter',
      pg_stat_database_blks_read: 'counter',
      mysql_up: 'gauge',
      mysql_global_status_queries: 'unknown',
      mysql_global_status_threads_connected: 'unknown',
      redis_up: 'gauge',
      redis_commands_total: 'counter',
      redis_commands_duration_seconds_total: 'counter',
      redis_keyspace_hits_total: 'counter',
      redis_keyspace_misses_total: 'counter',
    });
    const curated = sections.slice(0, 3);
    expect(curated.map(({ title, panels }) => [title, panels.map(({ title: panel }) => panel)])).toEqual([
      ['PostgreSQL', ['Connections by state', 'Reads from the cache']],
      ['MySQL', ['Queries', 'Connections']],
      ['Redis', ['Commands', 'Mean time by command', 'Keys found']],
    ]);
  });
});
