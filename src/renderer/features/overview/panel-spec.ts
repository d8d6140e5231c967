import type { MetricType } from '../../../shared/domain/series.ts';
import type { PlotMode } from '../../charts/build-plot.ts';
import type { Unit } from '../../lib/units.ts';
import type { MetricFamily } from './metric-families.ts';

/** One expression of a panel; `legend` tells its series apart from those of the others, '' where they tell themselves. */
export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
}

/** A tile of Overview, as data: what it asks and how it is drawn. */
export interface PanelSpec {
  readonly id: string;
  readonly title: string;
  /** HELP of the family, or what the panel means. */
  readonly help: string;
  readonly kind: PlotMode | 'heatmap' | 'share' | 'info';
  readonly queries: readonly PanelQuery[];
  /** Label that `legend` is the value of. */
  readonly legendLabel: string;
  readonly unit: Unit;
  /** For heatmaps: unit of the cells. */
  readonly cellUnit?: Unit;
  /** Twice as wide as others. */
  readonly wide: boolean;
  /** Families it draws. */
  readonly families: readonly string[];
  readonly type: MetricType;
  /** Series that the expression selects from. */
  readonly seriesCount: number;
  /** What can be broken down by label, where the panel is of one family. */
  readonly family?: MetricFamily;
}

/** A figure of the top row. */
export interface StatSpec {
  readonly id: string;
  readonly title: string;
  readonly expr: string;
  readonly unit: Unit;
  readonly colorSlot: number;
  readonly rise: 'good' | 'bad' | 'neutral';
}

export interface SectionSpec {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelSpec[];
  readonly initiallyOpen: boolean;
}
