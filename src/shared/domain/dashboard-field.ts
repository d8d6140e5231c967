import type { JsonObject } from './json.ts';

/** Keeps what an imported file said beyond this model, as it was written; merged back when the file is exported. */
export interface WithExtra {
  readonly extra?: JsonObject;
}

/** A link; `url` may hold variables. */
export interface DataLink extends WithExtra {
  readonly title?: string;
  readonly url?: string;
  readonly newTab?: boolean;
}

/** From `value` on (absent or null: from the lowest value) the colour is `color`: a name like `dark-red`, or CSS. */
export interface ThresholdStep extends WithExtra {
  readonly value?: number | null;
  readonly color: string;
}

/** Steps from low to high; `percentage` steps are 0..100 between the field's minimum and maximum. Absent mode: absolute. */
export interface Thresholds extends WithExtra {
  readonly mode?: 'absolute' | 'percentage';
  readonly steps?: readonly ThresholdStep[];
}

/**
 * How a field gets its colour: `fixed`, `shades`, `thresholds`, a palette by series (`palette-classic`,
 * `palette-classic-by-name`) or a continuous scheme (`continuous-GrYlRd` ...). `seriesBy` picks the value that colours a
 * whole series under `thresholds` and the continuous schemes.
 */
export interface FieldColor extends WithExtra {
  readonly mode?: string;
  readonly fixedColor?: string;
  readonly seriesBy?: 'last' | 'min' | 'max' | 'lastNotNull';
}

/** What a mapped value is shown as. */
export interface MappedResult extends WithExtra {
  readonly text?: string;
  readonly color?: string;
  readonly icon?: string;
  /** Rank when mapped values are listed. */
  readonly index?: number;
}

export const SPECIAL_VALUES = ['true', 'false', 'null', 'nan', 'null+nan', 'empty'] as const;

export type SpecialValue = (typeof SPECIAL_VALUES)[number];

/** Replaces values by text and colour; the first mapping that fits wins. An absent bound of a range is open. */
export type ValueMapping = WithExtra &
  (
    | {
        readonly kind: 'value';
        readonly entries: readonly { readonly value: string; readonly result: MappedResult }[];
      }
    | {
        readonly kind: 'range';
        readonly from: number | null;
        readonly to: number | null;
        readonly result: MappedResult;
      }
    | { readonly kind: 'regex'; readonly pattern: string; readonly result: MappedResult }
    | { readonly kind: 'special'; readonly match: SpecialValue; readonly result: MappedResult }
  );

export interface Stacking extends WithExtra {
  readonly mode?: 'none' | 'normal' | 'percent';
  /** Series of the same group stack on each other. */
  readonly group?: string;
}

/** `dash` and `dot` follow `lengths`: drawn and empty pixels in turn. */
export interface LineStyle extends WithExtra {
  readonly fill?: 'solid' | 'dash' | 'dot' | 'square';
  readonly lengths?: readonly number[];
}

export interface Scale extends WithExtra {
  readonly type?: 'linear' | 'log' | 'symlog' | 'ordinal';
  readonly logBase?: number;
  /** Below this magnitude a `symlog` scale is linear. */
  readonly linearThreshold?: number;
}

export interface HideFrom extends WithExtra {
  readonly chart?: boolean;
  readonly legend?: boolean;
  readonly tooltip?: boolean;
}

export interface ThresholdsStyle extends WithExtra {
  readonly mode?: 'off' | 'line' | 'dashed' | 'area' | 'line+area' | 'dashed+area' | 'series';
}

/** How a table draws a column's cells. */
export interface CellOptions extends WithExtra {
  readonly type?: string;
  readonly mode?: string;
  readonly applyToRow?: boolean;
  readonly wrapText?: boolean;
}

/**
 * How the values of a field (a series, a table's column) are shown; what is absent is not set and takes the default in
 * brackets. Used for a panel as a whole and for its overrides, which win.
 */
export interface FieldOptions extends WithExtra {
  /** A unit's id, see `unitFormat` [none]. */
  readonly unit?: string;
  /** [chosen by the values] */
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Each field has its own minimum and maximum for thresholds and gauges [false: those of all fields]. */
  readonly ownRange?: boolean;
  readonly displayName?: string;
  readonly description?: string;
  /** Shown where there is no value [-]. */
  readonly noValue?: string;
  readonly thresholds?: Thresholds;
  readonly color?: FieldColor;
  readonly mappings?: readonly ValueMapping[];
  readonly links?: readonly DataLink[];
  readonly filterable?: boolean;

  /** [line] */
  readonly drawStyle?: 'line' | 'bars' | 'points';
  /** [linear] */
  readonly interpolation?: 'linear' | 'smooth' | 'stepBefore' | 'stepAfter';
  /** Pixels, 0 for none [1]. */
  readonly lineWidth?: number;
  readonly lineStyle?: LineStyle;
  /** Percent [0]. */
  readonly fillOpacity?: number;
  /** Fills the area down to the series of this name. */
  readonly fillBelowTo?: string;
  /** [none] */
  readonly gradient?: 'none' | 'opacity' | 'hue' | 'scheme';
  /** [auto: where samples are far apart] */
  readonly points?: 'auto' | 'always' | 'never';
  /** Pixels [5]. */
  readonly pointSize?: number;
  /** -1 before, 0 around, 1 after the sample's time [0]. */
  readonly barAlignment?: number;
  readonly barMaxWidth?: number;
  /** Share of the room between bars, 0..1 [0.6]. */
  readonly barWidthFactor?: number;
  /** Gaps are bridged: always, never, or up to this many ms [false]. */
  readonly connectGaps?: boolean | number;
  /** Gaps are drawn where samples are farther apart than this many ms [false]. */
  readonly insertGaps?: boolean | number;
  readonly stacking?: Stacking;
  readonly thresholdsStyle?: ThresholdsStyle;
  readonly hideFrom?: HideFrom;
  /** [none] */
  readonly transform?: 'negative-Y' | 'constant';

  /** [auto: left] */
  readonly axis?: 'auto' | 'left' | 'right' | 'hidden' | 'top' | 'bottom';
  readonly axisLabel?: string;
  readonly axisColor?: 'text' | 'series';
  readonly axisBorder?: boolean;
  /** Zero stays in the middle [false]. */
  readonly axisCenteredZero?: boolean;
  readonly axisGrid?: boolean;
  readonly axisWidth?: number;
  /** The axis reaches at least to these. */
  readonly softMin?: number;
  readonly softMax?: number;
  readonly scale?: Scale;

  /** Table columns: pixels. */
  readonly columnWidth?: number;
  readonly columnMinWidth?: number;
  readonly columnAlign?: 'auto' | 'left' | 'center' | 'right';
  readonly columnFilter?: boolean;
  readonly hidden?: boolean;
  readonly cell?: CellOptions;
  /** A cell's value can be opened in full. */
  readonly inspect?: boolean;
}

/** Which fields an override is about; `other` is a way to choose that only the imported file's program knows. */
export type FieldMatch =
  | { readonly by: 'name' | 'regex' | 'refId' | 'type'; readonly value: string }
  | { readonly by: 'names'; readonly names: readonly string[]; readonly except: boolean }
  | { readonly by: 'other'; readonly id: string };

/** Later overrides win over earlier ones and over the panel's own field options. */
export interface FieldOverride extends WithExtra {
  readonly match: FieldMatch;
  readonly options: FieldOptions;
}
