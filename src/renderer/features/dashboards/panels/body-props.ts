import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';
import type { PanelData } from '../query/use-panel-data.ts';

/** What every kind of panel is given to draw. */
export interface BodyProps<P extends DataPanel = DataPanel> {
  readonly panel: P;
  readonly data: PanelData;
  readonly title: string;
  /** CSS pixels. */
  readonly height: number;
  readonly utc: boolean;
  /** Fills the dashboard's variables into a text. */
  readonly fillText: (text: string) => string;
}
