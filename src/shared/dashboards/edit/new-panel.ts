import type { DataPanel, PromqlTarget } from '../../domain/dashboard-panel.ts';

/** Kinds of panels that can be chosen for a new one, with their names. */
export const EDITABLE_KINDS = {
  timeseries: 'Time series',
  stat: 'Stat',
  gauge: 'Gauge',
  bargauge: 'Bar gauge',
  barchart: 'Bar chart',
  piechart: 'Pie chart',
  table: 'Table',
  heatmap: 'Heatmap',
  histogram: 'Histogram',
  'state-timeline': 'State timeline',
  text: 'Text',
  alertlist: 'Alert list',
} as const satisfies Readonly<Record<DataPanel['kind'], string>>;

/** What a new panel is to show; `unit` is an id as `unitFormat` takes it. */
export interface PanelSeed {
  readonly kind: DataPanel['kind'];
  readonly title: string;
  readonly queries: readonly { readonly expr: string; readonly legend?: string | undefined }[];
  readonly unit?: string | undefined;
}

const SIZES: Readonly<Partial<Record<DataPanel['kind'], readonly [number, number]>>> = {
  stat: [6, 4],
  gauge: [6, 6],
  text: [8, 4],
};

/** `A`, `B` ... `Z`, `A1`: the names of queries. */
export function refIdAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26)}`;
}

/** A panel of a kind without a place of its own yet. */
export function newPanel(id: number, { kind, title, queries, unit }: PanelSeed): DataPanel {
  const [width, height] = SIZES[kind] ?? [12, 8];
  const isNow = kind === 'table' || kind === 'barchart';
  const targets = queries.map(({ expr, legend }, i): PromqlTarget => {
    const target = { kind: 'promql', refId: refIdAt(i), expr } as const;
    return {
      ...target,
      ...(legend === undefined || legend === '' ? {} : { legend }),
      ...(isNow ? { instant: true, range: false, format: 'table' as const } : {}),
      ...(kind === 'heatmap' ? { format: 'heatmap' as const } : {}),
    };
  });
  const panel = {
    kind,
    id,
    title,
    grid: { x: 0, y: 0, width, height },
    targets: kind === 'text' || kind === 'alertlist' ? [] : targets,
    transformations: [],
    field: unit === undefined || unit === '' ? {} : { unit },
    overrides: [],
    options: kind === 'text' ? { mode: 'markdown', content: '' } : {},
    ...(kind === 'state-timeline' ? { style: 'intervals' } : {}),
  };
  // The options of every kind may all be absent.
  return panel as unknown as DataPanel;
}

const SHARED_OPTIONS = ['legend', 'tooltip', 'reduce', 'orientation'] as const;

/** The same panel drawn another way: queries, fields and what options both kinds know stay. */
export function convertPanel(panel: DataPanel, kind: DataPanel['kind']): DataPanel {
  if (panel.kind === kind) return panel;
  const before = panel.options as Readonly<Record<string, unknown>>;
  const options = Object.fromEntries(
    SHARED_OPTIONS.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]]])),
  );
  const { kind: _kind, options: _options, extra, ...rest } = panel;
  const { pluginVersion: _version, ...kept } = (extra ?? {}) as Readonly<Record<string, never>>;
  const style = kind === 'state-timeline' ? { style: 'intervals' } : {};
  const converted = {
    ...rest,
    ...(Object.keys(kept).length > 0 ? { extra: kept } : {}),
    kind,
    ...style,
    options: kind === 'text' ? { mode: 'markdown', content: '' } : options,
  };
  // As for a new panel.
  return converted as unknown as DataPanel;
}
