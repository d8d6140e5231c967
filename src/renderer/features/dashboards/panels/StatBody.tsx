import { useMemo } from 'react';
import type { StatPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { useChartColors } from '../../../charts/chart-colors.ts';
import { Sparkline } from '../../../charts/Sparkline.tsx';
import { slotColor } from '../../../lib/series-colors.ts';
import { type SingleValue, singleValues } from '../display/single-values.ts';
import type { BodyProps } from './body-props.ts';
import shared from './Panels.module.css';
import classes from './StatBody.module.css';

const MAX_VALUES = 60;
const LEAST_HEIGHT_WITH_LINE = 76;

/** Figures, each with its name where there are several, and its line over the range. */
export function StatBody({ panel, data, title, height, utc }: BodyProps<StatPanel>) {
  const calc = panel.options.reduce?.calcs?.[0] ?? 'lastNotNull';
  const values = useMemo(() => singleValues(panel, data, calc, utc), [panel, data, calc, utc]);
  if (values.length === 0) return <p className={shared.message}>{panel.field.noValue ?? 'No data'}</p>;
  const mode = panel.options.textMode ?? 'auto';
  const namesFit = mode === 'value_and_name' || mode === 'name' || (mode === 'auto' && values.length > 1);
  const hasLine = panel.options.sparkline !== 'none' && height >= LEAST_HEIGHT_WITH_LINE;
  return (
    <div className={classes.stats} data-many={values.length > 1 || undefined}>
      {values.slice(0, MAX_VALUES).map((one) => (
        <Stat
          key={one.key}
          one={one}
          label={one.name === '' ? title : one.name}
          showName={namesFit}
          showValue={mode !== 'name' && mode !== 'none'}
          showLine={hasLine && values.length <= 4}
          filled={panel.options.colorMode?.startsWith('background') === true}
          colored={panel.options.colorMode !== 'none'}
        />
      ))}
      {values.length > MAX_VALUES && <p className={shared.more}>{values.length - MAX_VALUES} more values</p>}
    </div>
  );
}

interface StatProps {
  readonly one: SingleValue;
  readonly label: string;
  readonly showName: boolean;
  readonly showValue: boolean;
  readonly showLine: boolean;
  readonly filled: boolean;
  readonly colored: boolean;
}

/** Slots of the series colours that come nearest to a tone. */
const TONE_SLOTS = { plain: 0, accent: 0, good: 1, warn: 2, bad: 4 } as const;

function Stat({ one, label, showName, showValue, showLine, filled, colored }: StatProps) {
  const { scheme, colors } = useChartColors();
  return (
    <div
      className={classes.stat}
      data-tone={colored ? one.tone : 'plain'}
      data-filled={filled || undefined}
      title={`${label}: ${one.text}`}
    >
      {showName && (
        <div className={showValue ? classes.statName : classes.statValue}>
          <bdi>{label}</bdi>
        </div>
      )}
      {showValue && (
        <div className={classes.statValue} data-testid={testIds.dashboards.panelValue}>
          <bdi>{one.text}</bdi>
        </div>
      )}
      {showLine && one.column !== null && (
        <div className={classes.statLine}>
          <Sparkline
            values={one.column.values}
            present={one.column.present}
            color={slotColor(TONE_SLOTS[one.tone], scheme)}
            colors={colors}
          />
        </div>
      )}
    </div>
  );
}
