import type { WithExtra } from './dashboard-field.ts';
import type { Panel } from './dashboard-panel.ts';
import type { DashboardVariable } from './dashboard-variable.ts';
import type { Json } from './json.ts';

/** A link at the head of a dashboard: to an address, or to all dashboards with the tags. */
export interface DashboardLink extends WithExtra {
  readonly kind: 'link' | 'dashboards';
  readonly title: string;
  readonly url?: string;
  readonly tags?: readonly string[];
  readonly asDropdown?: boolean;
  readonly newTab?: boolean;
  readonly includeVariables?: boolean;
  readonly keepTime?: boolean;
  readonly icon?: string;
  readonly tooltip?: string;
}

/** Marks in time drawn over all charts: where the query's series has a value. `{{label}}` in titles and texts. */
export interface DashboardAnnotation extends WithExtra {
  readonly name: string;
  readonly enabled: boolean;
  /** Its switch is not shown. */
  readonly hidden?: boolean;
  readonly color?: string;
  /** Absent where the marks don't come from a query. */
  readonly expr?: string;
  readonly step?: string;
  readonly titleTemplate?: string;
  readonly textTemplate?: string;
  readonly tagLabels?: string;
  readonly valueIsTime?: boolean;
  /** The marks that Grafana itself keeps. */
  readonly builtIn?: boolean;
  readonly datasource?: Json;
}

/** The dashboard's time range as written: `now-6h`, an ISO time, ms as text. */
export interface DashboardTimeRange extends WithExtra {
  readonly from: string;
  readonly to: string;
}

/** A page of panels on a grid, and the variables that their queries share. */
export interface Dashboard extends WithExtra {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly description?: string;
  readonly variables: readonly DashboardVariable[];
  readonly panels: readonly Panel[];
  readonly timeRange: DashboardTimeRange;
  /** A duration; empty for none. */
  readonly refresh: string;
  /** `browser`, `utc` or a zone's name [browser]. */
  readonly timezone?: string;
  /** What hovering one chart shows in the others [off]. */
  readonly sharedHover?: 'off' | 'crosshair' | 'tooltip';
  readonly editable?: boolean;
  readonly links: readonly DashboardLink[];
  readonly annotations: readonly DashboardAnnotation[];
}
