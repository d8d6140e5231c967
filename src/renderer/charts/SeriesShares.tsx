import { useMemo } from 'react';
import type { RangeResult } from '../../shared/domain/query.ts';
import { nameSeries } from '../lib/series-names.ts';
import { formatCompact, type Unit } from '../lib/units.ts';
import { columnStats } from './column-stats.ts';
import classes from './ShareRing.module.css';
import { type Share, ShareRing } from './ShareRing.tsx';

interface SeriesSharesProps {
  readonly title: string;
  readonly result: RangeResult;
  readonly unit: Unit;
  readonly height: number;
  readonly stale: boolean;
}

/** More do not fit a tile beside their bars. */
const LISTED = 6;

/** Each series' part of the sum of all over the whole range. */
export function SeriesShares({ title, result, unit, height, stale }: SeriesSharesProps) {
  const shares = useMemo(() => sharesOf(result, title, unit), [result, title, unit]);
  return (
    <div className={classes.series} data-stale={stale || undefined} style={{ height }}>
      {shares.length === 0 ? (
        <p className={classes.empty}>No data in this range</p>
      ) : (
        <ShareRing title={title} shares={shares} listed={LISTED} />
      )}
    </div>
  );
}

function sharesOf({ series }: RangeResult, title: string, unit: Unit): Share[] {
  const names = nameSeries(
    series.map(({ labels }) => labels),
    title,
  );
  return series
    .flatMap(({ values, present }, i): Share[] => {
      const { mean, total } = columnStats(values, present);
      const { text, colorKey } = names[i] as (typeof names)[number];
      if (!(total > 0)) return [];
      return [{ key: colorKey, name: text, value: total, text: formatCompact(mean, unit), colorKey }];
    })
    .sort((a, b) => b.value - a.value);
}
