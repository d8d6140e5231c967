import { useMemo } from 'react';
import type { PieChartPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { ShareRing } from '../../../charts/ShareRing.tsx';
import { singleValues } from '../display/single-values.ts';
import type { BodyProps } from './body-props.ts';
import classes from './Panels.module.css';

const LISTED = 12;

/** Shares of a whole as a ring and a list. */
export function PieBody({ panel, data, title, utc }: BodyProps<PieChartPanel>) {
  const calc = panel.options.reduce?.calcs?.[0] ?? 'lastNotNull';
  const shares = useMemo(() => {
    const values = singleValues(panel, data, calc, utc).filter(({ value }) => value > 0);
    return values.sort((a, b) => b.value - a.value);
  }, [panel, data, calc, utc]);
  if (shares.length === 0) return <p className={classes.message}>{panel.field.noValue ?? 'No data'}</p>;
  return (
    <ShareRing title={title} shares={shares} listed={LISTED} valueTestId={testIds.dashboards.panelValue} />
  );
}
