import { useMemo } from 'react';
import type { PieChartPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { useChartColors } from '../../../charts/chart-colors.ts';
import { assignSeriesStyles } from '../../../lib/series-colors.ts';
import { formatCompact } from '../../../lib/units.ts';
import { singleValues } from '../display/single-values.ts';
import type { BodyProps } from './body-props.ts';
import classes from './Panels.module.css';

const MAX_SLICES = 12;
const RADIUS = 38;
const LENGTH = 2 * Math.PI * RADIUS;
const GAP = 1.6;

/** Shares of a whole as a ring, with a list that says the same in words. */
export function PieBody({ panel, data, title, utc }: BodyProps<PieChartPanel>) {
  const { scheme } = useChartColors();
  const calc = panel.options.reduce?.calcs?.[0] ?? 'lastNotNull';
  const slices = useMemo(() => {
    const values = singleValues(panel, data, calc, utc).filter(({ value }) => value > 0);
    return values.sort((a, b) => b.value - a.value);
  }, [panel, data, calc, utc]);
  const styles = useMemo(
    () =>
      assignSeriesStyles(
        slices.map(({ name }) => name),
        scheme,
      ),
    [slices, scheme],
  );
  if (slices.length === 0) return <p className={classes.message}>{panel.field.noValue ?? 'No data'}</p>;
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  let before = 0;
  return (
    <div className={classes.pie}>
      <svg viewBox="0 0 100 100" aria-hidden>
        {slices.map((one, i) => {
          const length = (one.value / total) * LENGTH;
          const offset = -before;
          before += length;
          const drawn = slices.length === 1 ? length : Math.max(0.4, length - GAP);
          return (
            <circle
              key={one.key}
              className={classes.slice}
              cx="50"
              cy="50"
              r={RADIUS}
              stroke={styles[i]?.color}
              strokeDasharray={`${drawn} ${LENGTH - drawn}`}
              strokeDashoffset={offset}
            />
          );
        })}
      </svg>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard */}
      <ul className={classes.slices} aria-label={title} tabIndex={0}>
        {slices.slice(0, MAX_SLICES).map((one, i) => (
          <li key={one.key} title={`${one.name}: ${one.text}`}>
            <span className={classes.dot} style={{ background: styles[i]?.color }} aria-hidden />
            <bdi className={classes.sliceName}>{one.name}</bdi>
            <span className={classes.sliceValue} data-testid={testIds.dashboards.panelValue}>
              {formatCompact(one.value / total, 'ratio')}
            </span>
          </li>
        ))}
        {slices.length > MAX_SLICES && <li>{slices.length - MAX_SLICES} more</li>}
      </ul>
    </div>
  );
}
