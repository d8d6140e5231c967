import type { FieldOptions } from '../../../../shared/domain/dashboard-field.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { type OptionSpec, optionGroups } from './option-specs.ts';

/** Colours by Grafana's names: each is drawn in the series colour nearest to it. */
const COLORS = ['blue', 'green', 'orange', 'purple', 'red', 'cyan', 'yellow'] as const;

function titled(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const COLOR: OptionSpec = {
  path: 'field.color.fixedColor',
  label: 'Colour',
  control: { kind: 'select', options: COLORS.map((color) => [color, titled(color)] as const) },
};

/** What only a single series can be given. */
const OF_SERIES: readonly OptionSpec[] = [
  { path: 'field.hideFrom.chart', label: 'Hidden in the chart', control: { kind: 'switch' } },
  {
    path: 'field.lineStyle.fill',
    label: 'Line',
    control: {
      kind: 'select',
      options: [
        ['solid', 'Solid'],
        ['dash', 'Dashed'],
      ],
    },
    fallback: 'solid',
  },
  {
    path: 'field.transform',
    label: 'Drawn',
    control: {
      kind: 'select',
      options: [
        ['constant', 'As it is'],
        ['negative-Y', 'Below zero'],
      ],
    },
    fallback: 'constant',
  },
];

/** What only a table's column can be given. */
const OF_COLUMN: readonly OptionSpec[] = [
  { path: 'field.hidden', label: 'Column hidden', control: { kind: 'switch' } },
];

/** What an override can set in a panel of the kind: the properties that are drawn. */
export function overrideSpecs(kind: DataPanel['kind']): readonly OptionSpec[] {
  const shared = optionGroups(kind)
    .flatMap(({ options }) => options)
    .filter(({ path }) => path.startsWith('field.'));
  const own = kind === 'timeseries' ? OF_SERIES : kind === 'table' ? OF_COLUMN : [];
  return [COLOR, ...shared, ...own];
}

/** A chosen colour is a fixed one; without a colour nothing is left of the choice. */
export function settleColor(options: FieldOptions): FieldOptions {
  const { color, ...rest } = options;
  if (color === undefined) return options;
  if (color.fixedColor === undefined) return color.mode === 'fixed' ? rest : options;
  return color.mode === undefined ? { ...rest, color: { ...color, mode: 'fixed' } } : options;
}
