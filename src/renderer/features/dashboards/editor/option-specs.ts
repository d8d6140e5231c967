import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';

type Kind = DataPanel['kind'];

/** How an option is entered. `calc` is the first of a list of calculations, `calcs` all of them. */
export type OptionControl =
  | { readonly kind: 'text' | 'textarea' | 'switch' | 'unit' | 'calc' | 'calcs' }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'select'; readonly options: readonly (readonly [value: string, name: string])[] };

/** An option of a panel; `path` is its place in the model. */
export interface OptionSpec {
  readonly path: string;
  readonly label: string;
  readonly control: OptionControl;
  /** Shown where the option is not set. */
  readonly fallback?: string | boolean;
  readonly hint?: string;
}

export interface OptionGroup {
  readonly title: string;
  /** Absent for all. */
  readonly kinds?: readonly Kind[];
  readonly options: readonly OptionSpec[];
}

const text = { kind: 'text' } as const;
const area = { kind: 'textarea' } as const;
const number = { kind: 'number' } as const;
const flag = { kind: 'switch' } as const;
const select = (...options: readonly (readonly [string, string])[]) => ({ kind: 'select', options }) as const;

const VALUE_KINDS: readonly Kind[] = ['stat', 'gauge', 'bargauge', 'piechart'];
const WITH_LEGEND: readonly Kind[] = ['timeseries', 'piechart', 'state-timeline', 'histogram'];
const WITH_DATA: readonly Kind[] = [
  ...(['timeseries', 'stat', 'gauge', 'bargauge', 'barchart', 'table'] as const),
  ...(['heatmap', 'histogram', 'piechart', 'state-timeline'] as const),
];
const SHOW = select(['auto', 'Automatic'], ['always', 'Always'], ['never', 'Never']);

/** All options that the editor knows, in the order that they are shown in. */
const OPTION_GROUPS: readonly OptionGroup[] = [
  {
    title: 'Panel',
    options: [
      { path: 'title', label: 'Title', control: text },
      { path: 'description', label: 'Description', control: area },
      { path: 'transparent', label: 'Without a background', control: flag },
    ],
  },
  {
    title: 'Text',
    kinds: ['text'],
    options: [
      {
        path: 'options.mode',
        label: 'Format',
        control: select(['markdown', 'Markdown'], ['html', 'HTML, shown as text'], ['code', 'Code']),
        fallback: 'markdown',
      },
      { path: 'options.content', label: 'Content', control: area },
    ],
  },
  {
    title: 'Alerts',
    kinds: ['alertlist'],
    options: [
      { path: 'options.nameFilter', label: 'Name contains', control: text },
      { path: 'options.maxItems', label: 'At most', control: { kind: 'number', min: 1, max: 500 } },
    ],
  },
  {
    title: 'Values',
    kinds: WITH_DATA,
    options: [
      { path: 'field.unit', label: 'Unit', control: { kind: 'unit' } },
      { path: 'field.decimals', label: 'Decimals', control: { kind: 'number', min: 0, max: 12 } },
      { path: 'field.min', label: 'Minimum', control: number },
      { path: 'field.max', label: 'Maximum', control: number },
      { path: 'field.displayName', label: 'Name of the series', control: text },
      { path: 'field.noValue', label: 'Shown for no value', control: text },
    ],
  },
  {
    title: 'Figure',
    kinds: VALUE_KINDS,
    options: [{ path: 'options.reduce.calcs', label: 'Calculation', control: { kind: 'calc' } }],
  },
  {
    title: 'Stat',
    kinds: ['stat'],
    options: [
      {
        path: 'options.colorMode',
        label: 'Colour',
        control: select(['none', 'None'], ['value', 'Value'], ['background', 'Background']),
        fallback: 'value',
      },
      {
        path: 'options.sparkline',
        label: 'Line over time',
        control: select(['area', 'Shown'], ['none', 'Hidden']),
        fallback: 'area',
      },
      {
        path: 'options.textMode',
        label: 'Text',
        control: select(
          ['auto', 'Automatic'],
          ['value', 'Value'],
          ['value_and_name', 'Value and name'],
          ['name', 'Name'],
        ),
        fallback: 'auto',
      },
    ],
  },
  {
    title: 'Pie',
    kinds: ['piechart'],
    options: [
      {
        path: 'options.shape',
        label: 'Shape',
        control: select(['pie', 'Pie'], ['donut', 'Donut']),
        fallback: 'pie',
      },
    ],
  },
  {
    title: 'States',
    kinds: ['state-timeline'],
    options: [
      { path: 'options.mergeValues', label: 'Join equal states', control: flag, fallback: true },
      { path: 'options.showValue', label: 'Values', control: SHOW, fallback: 'auto' },
    ],
  },
  {
    title: 'Lines',
    kinds: ['timeseries'],
    options: [
      {
        path: 'field.drawStyle',
        label: 'Style',
        control: select(['line', 'Lines'], ['bars', 'Bars'], ['points', 'Points']),
        fallback: 'line',
      },
      {
        path: 'field.interpolation',
        label: 'Between samples',
        control: select(
          ['linear', 'Straight'],
          ['smooth', 'Smooth'],
          ['stepBefore', 'Step before'],
          ['stepAfter', 'Step after'],
        ),
        fallback: 'linear',
      },
      { path: 'field.lineWidth', label: 'Line width', control: { kind: 'number', min: 0, max: 10 } },
      { path: 'field.fillOpacity', label: 'Fill, percent', control: { kind: 'number', min: 0, max: 100 } },
      {
        path: 'field.stacking.mode',
        label: 'Stacking',
        control: select(['none', 'None'], ['normal', 'Stacked'], ['percent', 'Shares, 100 %']),
        fallback: 'none',
      },
      { path: 'field.points', label: 'Points', control: SHOW, fallback: 'auto' },
      { path: 'field.connectGaps', label: 'Bridge gaps', control: flag, fallback: false },
    ],
  },
  {
    title: 'Axis',
    kinds: ['timeseries'],
    options: [
      {
        path: 'field.axis',
        label: 'Side',
        control: select(['auto', 'Automatic'], ['left', 'Left'], ['right', 'Right'], ['hidden', 'Hidden']),
        fallback: 'auto',
      },
      { path: 'field.axisLabel', label: 'Name', control: text },
      {
        path: 'field.scale.type',
        label: 'Scale',
        control: select(['linear', 'Linear'], ['log', 'Logarithmic'], ['symlog', 'Symmetric logarithmic']),
        fallback: 'linear',
      },
      { path: 'field.softMin', label: 'Reaches down to', control: number },
      { path: 'field.softMax', label: 'Reaches up to', control: number },
    ],
  },
  {
    title: 'Heatmap',
    kinds: ['heatmap'],
    options: [
      { path: 'options.yAxis.unit', label: 'Unit of the buckets', control: { kind: 'unit' } },
      { path: 'options.cellUnit', label: 'Unit of the counts', control: { kind: 'unit' } },
    ],
  },
  {
    title: 'Legend',
    kinds: WITH_LEGEND,
    options: [
      {
        path: 'options.legend.mode',
        label: 'Legend',
        control: select(['list', 'List'], ['table', 'Table'], ['hidden', 'Hidden']),
        fallback: 'list',
      },
      { path: 'options.legend.calcs', label: 'Columns', control: { kind: 'calcs' } },
    ],
  },
  {
    title: 'Query',
    kinds: WITH_DATA,
    options: [
      { path: 'interval', label: 'Least step', control: text, hint: 'A duration, say 1m' },
      { path: 'maxDataPoints', label: 'Most points', control: { kind: 'number', min: 2, max: 10_000 } },
      { path: 'timeFrom', label: 'Own time range', control: text, hint: 'This much up to now, say 24h' },
      { path: 'timeShift', label: 'Time shift', control: text, hint: 'This much earlier, say 1d' },
    ],
  },
];

/** The groups of a kind's options. */
export function optionGroups(kind: Kind): readonly OptionGroup[] {
  return OPTION_GROUPS.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
}
