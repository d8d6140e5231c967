import { RATE, type SectionDraft } from '../section-draft.ts';

const INTERVAL = '[$interval]';

/** PostgreSQL by postgres_exporter. */
export const POSTGRES: SectionDraft = {
  id: 'postgres',
  title: 'PostgreSQL',
  mark: /^pg_(up|stat_database_xact_commit|stat_activity_count)$/,
  words: ['pg', 'postgres'],
  stats: [],
  panels: [
    {
      id: 'connections',
      title: 'Connections by state',
      kind: 'stack',
      unit: 'none',
      queries: [['pg_stat_activity_count', 'sum by (state) ($)', '']],
    },
    {
      id: 'transactions',
      title: 'Transactions',
      kind: 'area',
      unit: 'operationsPerSecond',
      queries: [
        ['pg_stat_database_xact_commit', `sum by (instance) (${RATE})`, 'committed'],
        ['pg_stat_database_xact_rollback', `sum by (instance) (${RATE})`, 'rolled back'],
      ],
    },
    {
      id: 'rows',
      title: 'Rows',
      kind: 'lines',
      unit: 'perSecond',
      queries: [
        ['pg_stat_database_tup_fetched', `sum by (instance) (${RATE})`, 'fetched'],
        ['pg_stat_database_tup_inserted', `sum by (instance) (${RATE})`, 'inserted'],
        ['pg_stat_database_tup_updated', `sum by (instance) (${RATE})`, 'updated'],
        ['pg_stat_database_tup_deleted', `sum by (instance) (${RATE})`, 'deleted'],
      ],
    },
    {
      id: 'cache',
      title: 'Reads from the cache',
      kind: 'lines',
      unit: 'ratio',
      queries: [
        [
          'pg_stat_database_blks_hit pg_stat_database_blks_read',
          `sum by (instance) (${RATE}) / (sum by (instance) (${RATE}) + sum by (instance) (rate(pg_stat_database_blks_read${INTERVAL})))`,
          '',
        ],
      ],
    },
    {
      id: 'size',
      title: 'Size by database',
      kind: 'lines',
      unit: 'bytes',
      queries: [['pg_database_size_bytes', 'max by (datname) ($)', '']],
    },
    {
      id: 'locks',
      title: 'Locks by mode',
      kind: 'stack',
      unit: 'none',
      queries: [['pg_locks_count', 'sum by (mode) ($)', '']],
    },
    {
      id: 'deadlocks',
      title: 'Deadlocks and conflicts',
      kind: 'bars',
      unit: 'perSecond',
      queries: [
        ['pg_stat_database_deadlocks', `sum by (instance) (${RATE})`, 'deadlocks'],
        ['pg_stat_database_conflicts', `sum by (instance) (${RATE})`, 'conflicts'],
      ],
    },
    {
      id: 'lag',
      title: 'Replication lag',
      kind: 'lines',
      unit: 'seconds',
      queries: [
        ['pg_replication_lag_seconds', '$', 'lag'],
        ['pg_replication_lag', '$', 'lag'],
      ],
    },
    {
      id: 'checkpoints',
      title: 'Checkpoints',
      kind: 'bars',
      unit: 'perSecond',
      queries: [
        ['pg_stat_bgwriter_checkpoints_timed_total', RATE, 'timed'],
        ['pg_stat_bgwriter_checkpoints_req_total', RATE, 'requested'],
        ['pg_stat_bgwriter_checkpoints_timed', RATE, 'timed'],
        ['pg_stat_bgwriter_checkpoints_req', RATE, 'requested'],
      ],
    },
  ],
};

/** MySQL and MariaDB by mysqld_exporter. */
export const MYSQL: SectionDraft = {
  id: 'mysql',
  title: 'MySQL',
  mark: /^mysql_(up|global_status_\w+)$/,
  words: ['mysql'],
  stats: [],
  panels: [
    {
      id: 'queries',
      title: 'Queries',
      kind: 'area',
      unit: 'operationsPerSecond',
      queries: [
        ['mysql_global_status_queries', RATE, 'all'],
        ['mysql_global_status_slow_queries', RATE, 'slow'],
      ],
    },
    {
      id: 'commands',
      title: 'Commands',
      kind: 'stack',
      unit: 'operationsPerSecond',
      queries: [['mysql_global_status_commands_total', `topk(10, sum by (command) (${RATE}) > 0)`, '']],
    },
    {
      id: 'connections',
      title: 'Connections',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['mysql_global_status_threads_connected', '$', 'connected'],
        ['mysql_global_status_threads_running', '$', 'running'],
        ['mysql_global_variables_max_connections', '$', 'limit'],
      ],
    },
    {
      id: 'refused',
      title: 'Aborted connections',
      kind: 'bars',
      unit: 'perSecond',
      queries: [
        ['mysql_global_status_aborted_connects', RATE, 'attempts'],
        ['mysql_global_status_aborted_clients', RATE, 'clients'],
      ],
    },
    {
      id: 'traffic',
      title: 'Traffic',
      kind: 'area',
      unit: 'bytesPerSecond',
      queries: [
        ['mysql_global_status_bytes_received', RATE, 'received'],
        ['mysql_global_status_bytes_sent', RATE, 'sent'],
      ],
    },
    {
      id: 'buffer',
      title: 'Reads past the buffer pool',
      kind: 'lines',
      unit: 'ratio',
      queries: [
        [
          'mysql_global_status_innodb_buffer_pool_reads mysql_global_status_innodb_buffer_pool_read_requests',
          `${RATE} / rate(mysql_global_status_innodb_buffer_pool_read_requests${INTERVAL})`,
          '',
        ],
      ],
    },
    {
      id: 'pages',
      title: 'Buffer pool pages',
      kind: 'stack',
      unit: 'none',
      queries: [['mysql_global_status_buffer_pool_pages', 'sum by (state) ($)', '']],
    },
    {
      id: 'rows',
      title: 'Row operations',
      kind: 'lines',
      unit: 'operationsPerSecond',
      queries: [['mysql_global_status_innodb_row_ops_total', `sum by (operation) (${RATE})`, '']],
    },
    {
      id: 'lag',
      title: 'Replication lag',
      kind: 'lines',
      unit: 'seconds',
      queries: [
        ['mysql_slave_status_seconds_behind_master', '$', 'lag'],
        ['mysql_slave_status_seconds_behind_source', '$', 'lag'],
      ],
    },
  ],
};

/** Redis and Valkey by redis_exporter. */
export const REDIS: SectionDraft = {
  id: 'redis',
  title: 'Redis',
  mark: /^redis_(up|connected_clients|commands_processed_total)$/,
  words: ['redis'],
  stats: [],
  panels: [
    {
      id: 'commands',
      title: 'Commands',
      kind: 'area',
      unit: 'operationsPerSecond',
      queries: [
        ['redis_commands_total', `topk(10, sum by (cmd) (${RATE}))`, 'commands'],
        ['redis_commands_processed_total', RATE, 'all'],
      ],
    },
    {
      id: 'latency',
      title: 'Mean time by command',
      kind: 'lines',
      unit: 'seconds',
      queries: [
        [
          'redis_commands_duration_seconds_total redis_commands_total',
          `topk(10, sum by (cmd) (${RATE}) / (sum by (cmd) (rate(redis_commands_total${INTERVAL})) > 0))`,
          '',
        ],
      ],
    },
    {
      id: 'hits',
      title: 'Keys found',
      kind: 'lines',
      unit: 'ratio',
      queries: [
        [
          'redis_keyspace_hits_total redis_keyspace_misses_total',
          `${RATE} / (${RATE} + rate(redis_keyspace_misses_total${INTERVAL}))`,
          '',
        ],
      ],
    },
    {
      id: 'memory',
      title: 'Memory',
      kind: 'lines',
      unit: 'bytes',
      queries: [
        ['redis_memory_used_bytes', '$', 'used'],
        ['redis_memory_used_rss_bytes', '$', 'resident'],
        // 0 stands for no limit.
        ['redis_memory_max_bytes', '$ > 0', 'limit'],
      ],
    },
    {
      id: 'clients',
      title: 'Clients',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['redis_connected_clients', '$', 'connected'],
        ['redis_blocked_clients', '$', 'blocked'],
      ],
    },
    {
      id: 'keys',
      title: 'Keys by database',
      kind: 'lines',
      unit: 'none',
      queries: [['redis_db_keys', 'sum by (db) ($) > 0', '']],
    },
    {
      id: 'removed',
      title: 'Keys removed',
      kind: 'bars',
      unit: 'perSecond',
      queries: [
        ['redis_expired_keys_total', RATE, 'expired'],
        ['redis_evicted_keys_total', RATE, 'evicted'],
      ],
    },
    {
      id: 'traffic',
      title: 'Traffic',
      kind: 'area',
      unit: 'bytesPerSecond',
      queries: [
        ['redis_net_input_bytes_total', RATE, 'received'],
        ['redis_net_output_bytes_total', RATE, 'sent'],
      ],
    },
  ],
};
