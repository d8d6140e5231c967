import { useMemo } from 'react';
import type { BarChartPanel, BarGaugePanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { fieldRange, singleValues } from '../display/single-values.ts';
import classes from './BarGaugeBody.module.css';
import type { BodyProps } from './body-props.ts';
import shared from './Panels.module.css';

const MAX_VALUES = 100;

/** Figures as bars between common bounds; for bar charts, their categories. */
export function BarGaugeBody({ panel, data, title, utc }: BodyProps<BarGaugePanel | BarChartPanel>) {
  const reduce = panel.kind === 'bargauge' ? panel.options.reduce : undefined;
  const calc = reduce?.calcs?.[0] ?? 'lastNotNull';
  const values = useMemo(() => singleValues(panel, data, calc, utc), [panel, data, calc, utc]);
  if (values.length === 0) return <p className={shared.message}>{panel.field.noValue ?? 'No data'}</p>;
  const all = values.map(({ value }) => value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <section className={classes.bars} tabIndex={0} aria-label={title}>
      {values.slice(0, MAX_VALUES).map((one) => {
        const { min, max } = fieldRange(one.options, one.options.ownRange === true ? [one.value] : all);
        const share = Math.min(1, Math.max(0, (one.value - min) / (max - min))) || 0;
        return (
          <div key={one.key} className={classes.bar} data-tone={one.tone} title={`${one.name}: ${one.text}`}>
            <span className={classes.barName}>
              <bdi>{one.name}</bdi>
            </span>
            <span className={classes.barTrack} aria-hidden>
              <span className={classes.barFill} style={{ width: `${share * 100}%` }} />
            </span>
            <span className={classes.barValue} data-testid={testIds.dashboards.panelValue}>
              <bdi>{one.text}</bdi>
            </span>
          </div>
        );
      })}
      {values.length > MAX_VALUES && <p className={shared.more}>{values.length - MAX_VALUES} more values</p>}
    </section>
  );
}
