import type { Unit } from '../../lib/units.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import type { MetricFamily } from './metric-families.ts';
import type { PanelQuery, PanelSpec, SectionSpec, StatSpec } from './panel-spec.ts';

interface PanelDraft {
  readonly id: string;
  readonly title: string;
  readonly kind: PanelSpec['kind'];
  readonly unit: Unit;
  /** Family, expression over its series name (`$`), legend. A query whose family is absent is left out. */
  readonly queries: readonly (readonly [family: string, expr: string, legend: string])[];
}

const RATE = `rate($[${RATE_INTERVAL}])`;

const NODE: readonly PanelDraft[] = [
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
    queries: [['nodejs_gc_duration_seconds', `sum by (kind) (rate($_sum[${RATE_INTERVAL}]))`, '']],
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
];

const GO: readonly PanelDraft[] = [
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
  { id: 'threads', title: 'Threads', kind: 'lines', unit: 'none', queries: [['go_threads', '$', 'threads']] },
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
];

const PROCESS: readonly PanelDraft[] = [
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
];

function sectionFrom(
  id: string,
  title: string,
  drafts: readonly PanelDraft[],
  families: ReadonlyMap<string, MetricFamily>,
): SectionSpec | null {
  const panels: PanelSpec[] = [];
  for (const draft of drafts) {
    const present = draft.queries.filter(([family]) => families.has(family));
    const first = families.get(present[0]?.[0] ?? '');
    if (first === undefined) continue;
    panels.push({
      id: `${id}:${draft.id}`,
      title: draft.title,
      help: present.length === 1 ? first.help : '',
      kind: draft.kind,
      unit: draft.unit,
      queries: present.map(
        ([family, expr, legend]): PanelQuery => ({
          expr: expr.replaceAll(/\$(?!interval)/g, families.get(family)?.seriesName ?? family),
          legend: present.length === 1 ? '' : legend,
        }),
      ),
      // Quantiles have colours of their own.
      legendLabel: present.every(([, , legend]) => /^p\d+$/.test(legend)) ? 'quantile' : 'series',
      wide: false,
      families: present.map(([family]) => families.get(family)?.name ?? family),
      type: first.type,
      seriesCount: present.reduce((sum, [family]) => sum + (families.get(family)?.seriesCount ?? 0), 0),
    });
  }
  return panels.length === 0 ? null : { id, title, panels, initiallyOpen: true };
}

/**
 * Families by name and by the name of their series: a counter's family is called with `_total` in the text format and
 * without it in OpenMetrics.
 */
export function indexFamilies(families: readonly MetricFamily[]): ReadonlyMap<string, MetricFamily> {
  return new Map(
    families.flatMap((family) => [[family.name, family] as const, [family.seriesName, family] as const]),
  );
}

/** Sections for the runtimes whose metrics are there: Node.js, Go, and what is left of the process metrics. */
export function buildRuntimeSections(families: ReadonlyMap<string, MetricFamily>): SectionSpec[] {
  const names = [...families.keys()];
  const sections: SectionSpec[] = [];
  const push = (section: SectionSpec | null): void => {
    if (section !== null) sections.push(section);
  };
  const hasNode = names.some((name) => name.startsWith('nodejs_'));
  const hasGo = names.some((name) => name.startsWith('go_'));
  if (hasNode) push(sectionFrom('node', 'Node.js', NODE, families));
  if (hasGo) push(sectionFrom('go', 'Go', GO, families));
  const drawn = new Set(sections.flatMap(({ panels }) => panels.flatMap((panel) => panel.families)));
  const rest = new Map([...families].filter(([, { name }]) => !drawn.has(name)));
  push(sectionFrom('process', 'Process', PROCESS, hasNode ? withoutTotalCpu(rest) : rest));
  return sections;
}

/** Node's user and system times are drawn already: their sum would be the same chart again. */
function withoutTotalCpu(families: ReadonlyMap<string, MetricFamily>): ReadonlyMap<string, MetricFamily> {
  return new Map([...families].filter(([name]) => name !== 'process_cpu_seconds_total'));
}

/** Figures for the top row that any process can give, best first. */
export function buildProcessStats(families: ReadonlyMap<string, MetricFamily>): StatSpec[] {
  const stats: StatSpec[] = [];
  if (families.has('process_resident_memory_bytes')) {
    stats.push({
      id: 'memory',
      title: 'Memory',
      expr: 'sum(process_resident_memory_bytes)',
      unit: 'bytes',
      colorSlot: 3,
      rise: 'neutral',
    });
  }
  const cpu = families.get('process_cpu_seconds_total');
  if (cpu !== undefined) {
    stats.push({
      id: 'cpu',
      title: 'CPU',
      expr: `sum(rate(${cpu.seriesName}[${RATE_INTERVAL}]))`,
      unit: 'ratio',
      colorSlot: 5,
      rise: 'neutral',
    });
  }
  return stats;
}
