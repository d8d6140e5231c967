import { RATE, type SectionDraft } from '../section-draft.ts';

/** Filesystems that are no disk. */
const DISKS = '{fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|autofs|devtmpfs|fuse.*"}';
const LINKS = '{device!~"lo|veth.*|br-.*|docker.*|cali.*"}';
const IDLE = '{mode="idle"}';
const BUSY = '{mode!~"idle|guest.*"}';
const INTERVAL = '[$interval]';

/** A computer, by node_exporter. */
export const HOST: SectionDraft = {
  id: 'host',
  title: 'Host',
  mark: /^node_(cpu_seconds_total|memory_MemTotal_bytes|load1|exporter_build_info)$/,
  words: ['node'],
  stats: [
    {
      id: 'host-cpu',
      title: 'CPU busy',
      needs: 'node_cpu_seconds_total',
      expr: `1 - avg(rate($${IDLE}${INTERVAL}))`,
      unit: 'ratio',
      colorSlot: 0,
      rise: 'neutral',
    },
    {
      id: 'host-memory',
      title: 'Memory used',
      needs: 'node_memory_MemAvailable_bytes node_memory_MemTotal_bytes',
      expr: '1 - sum($) / sum(node_memory_MemTotal_bytes)',
      unit: 'ratio',
      colorSlot: 3,
      rise: 'neutral',
    },
    {
      id: 'host-disk',
      title: 'Fullest disk',
      needs: 'node_filesystem_avail_bytes node_filesystem_size_bytes',
      expr: `1 - min($${DISKS} / node_filesystem_size_bytes${DISKS})`,
      unit: 'ratio',
      colorSlot: 2,
      rise: 'bad',
    },
  ],
  panels: [
    {
      id: 'cpu',
      title: 'CPU by mode',
      kind: 'stack',
      unit: 'ratio',
      queries: [['node_cpu_seconds_total', `avg by (mode) (rate($${BUSY}${INTERVAL}))`, '']],
    },
    {
      id: 'memory',
      title: 'Memory',
      kind: 'stack',
      unit: 'bytes',
      queries: [
        [
          'node_memory_MemTotal_bytes node_memory_MemFree_bytes node_memory_Cached_bytes node_memory_Buffers_bytes',
          '$ - node_memory_MemFree_bytes - node_memory_Cached_bytes - node_memory_Buffers_bytes',
          'used',
        ],
        ['node_memory_Buffers_bytes', '$', 'buffers'],
        ['node_memory_Cached_bytes', '$', 'cached'],
        ['node_memory_MemFree_bytes', '$', 'free'],
      ],
    },
    {
      id: 'load',
      title: 'Load',
      kind: 'lines',
      unit: 'none',
      queries: [
        ['node_load1', '$', '1 min'],
        ['node_load5', '$', '5 min'],
        ['node_load15', '$', '15 min'],
      ],
    },
    {
      id: 'space',
      title: 'Disk space used',
      kind: 'lines',
      unit: 'ratio',
      queries: [
        [
          'node_filesystem_avail_bytes node_filesystem_size_bytes',
          `1 - max by (instance, mountpoint) ($${DISKS} / node_filesystem_size_bytes${DISKS})`,
          '',
        ],
      ],
    },
    {
      id: 'disk',
      title: 'Disk throughput',
      kind: 'area',
      unit: 'bytesPerSecond',
      queries: [
        ['node_disk_read_bytes_total', `sum by (instance) (${RATE})`, 'read'],
        ['node_disk_written_bytes_total', `sum by (instance) (${RATE})`, 'written'],
      ],
    },
    {
      id: 'diskbusy',
      title: 'Disks busy',
      kind: 'lines',
      unit: 'ratio',
      queries: [['node_disk_io_time_seconds_total', RATE, '']],
    },
    {
      id: 'network',
      title: 'Network traffic',
      kind: 'area',
      unit: 'bytesPerSecond',
      queries: [
        ['node_network_receive_bytes_total', `sum by (instance) (rate($${LINKS}${INTERVAL}))`, 'received'],
        ['node_network_transmit_bytes_total', `sum by (instance) (rate($${LINKS}${INTERVAL}))`, 'sent'],
      ],
    },
    {
      id: 'networkerrors',
      title: 'Network errors and drops',
      kind: 'lines',
      unit: 'perSecond',
      queries: [
        ['node_network_receive_errs_total', `sum by (instance) (${RATE})`, 'receive errors'],
        ['node_network_transmit_errs_total', `sum by (instance) (${RATE})`, 'transmit errors'],
        ['node_network_receive_drop_total', `sum by (instance) (${RATE})`, 'receive drops'],
        ['node_network_transmit_drop_total', `sum by (instance) (${RATE})`, 'transmit drops'],
      ],
    },
    {
      id: 'pressure',
      title: 'Waiting for resources',
      kind: 'lines',
      unit: 'ratio',
      queries: [
        ['node_pressure_cpu_waiting_seconds_total', RATE, 'CPU'],
        ['node_pressure_memory_waiting_seconds_total', RATE, 'memory'],
        ['node_pressure_io_waiting_seconds_total', RATE, 'disks'],
      ],
    },
    {
      id: 'swap',
      title: 'Swap used',
      kind: 'area',
      unit: 'bytes',
      queries: [
        ['node_memory_SwapTotal_bytes node_memory_SwapFree_bytes', '$ - node_memory_SwapFree_bytes', ''],
      ],
    },
    {
      id: 'temperature',
      title: 'Temperature',
      kind: 'lines',
      unit: 'celsius',
      queries: [
        ['node_hwmon_temp_celsius', '$', 'sensors'],
        ['node_thermal_zone_temp', '$', 'zones'],
      ],
    },
    {
      id: 'files',
      title: 'Open files',
      kind: 'lines',
      unit: 'none',
      queries: [['node_filefd_allocated', '$', 'open']],
    },
    {
      id: 'uptime',
      title: 'Uptime',
      kind: 'lines',
      unit: 'seconds',
      queries: [['node_boot_time_seconds', 'time() - $', 'uptime']],
    },
  ],
};
