import { useMemo } from 'react';
import type { HistogramPanel } from '../../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { formatCompact } from '../../../lib/units.ts';
import { fieldUnit } from '../display/field-unit.ts';
import type { RangeAnswer } from '../query/use-panel-data.ts';
import type { BodyProps } from './body-props.ts';
import classes from './HistogramBody.module.css';
import { bucketValues } from './histogram-buckets.ts';
import messages from './Panels.module.css';

function allValues(answers: readonly RangeAnswer[]): number[] {
  return answers.flatMap(({ result }) =>
    result.series.flatMap(({ values, present }) =>
      [...values].filter((_, i) => present === null || present[i] === 1),
    ),
  );
}

/** How often values of all series lie between which bounds, over the time range. */
export function HistogramBody({ panel, data, title }: BodyProps<HistogramPanel>) {
  const { bucketSize: size, bucketCount: count, bucketOffset: offset } = panel.options;
  const { unit, factor } = fieldUnit(panel.field.unit);
  const buckets = useMemo(
    () => bucketValues(allValues(data.ranges ?? []), { size, count, offset }),
    [data.ranges, size, count, offset],
  );
  if (buckets.length === 0) return <p className={messages.message}>{panel.field.noValue ?? 'No data'}</p>;
  const format = (value: number): string => formatCompact(value * factor, unit);
  const most = Math.max(...buckets.map((bucket) => bucket.count));
  const total = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  const [first, last] = [buckets[0], buckets.at(-1)];
  const middle = buckets[Math.floor(buckets.length / 2)];
  const summary = `${title}: ${total} values from ${format(first?.from ?? 0)} to ${format(last?.to ?? 0)}`;
  return (
    <figure
      className={classes.histogram}
      aria-label={summary}
      data-testid={testIds.dashboards.panelHistogram}
    >
      <span className={classes.most}>{most.toLocaleString('en-US')}</span>
      <div className={classes.columns}>
        {buckets.map((bucket) => (
          <span
            key={bucket.from}
            className={classes.column}
            title={`${format(bucket.from)} – ${format(bucket.to)}: ${bucket.count}`}
          >
            <span className={classes.fill} style={{ height: `${(bucket.count / most) * 100}%` }} />
          </span>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{format(first?.from ?? 0)}</span>
        {buckets.length > 4 && <span>{format(middle?.from ?? 0)}</span>}
        <span>{format(last?.to ?? 0)}</span>
      </div>
    </figure>
  );
}
