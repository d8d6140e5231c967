import { testIds } from '../../shared/test-ids.ts';
import { formatDateTime } from '../lib/format-time.ts';
import { formatValue, type Unit } from '../lib/units.ts';
import classes from './ChartDataTable.module.css';
import { hasValue, type Plot } from './plot.ts';

const MAX_ROWS = 200;
const MAX_COLUMNS = 20;

interface ChartDataTableProps {
  readonly plot: Plot;
  readonly label: string;
  readonly unit: Unit;
}

/** The numbers of a chart as a table, newest first: its twin for those who can't see it. */
export function ChartDataTable({ plot, label, unit }: ChartDataTableProps) {
  const rows = Math.min(MAX_ROWS, plot.count);
  const series = plot.series.slice(0, MAX_COLUMNS);
  const isPart = rows < plot.count || series.length < plot.series.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
    <div className={classes.data} tabIndex={0} data-testid={testIds.charts.chartData}>
      <table>
        <caption>
          {label}
          {isPart &&
            `: the newest ${rows} of ${plot.count} times, ${series.length} of ${plot.series.length} series`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => {
            const index = plot.count - 1 - row;
            const timeMs = plot.startMs + index * plot.stepMs;
            return (
              <tr key={timeMs}>
                <th scope="row">{formatDateTime(timeMs, plot.utc)}</th>
                {series.map((one) => (
                  <td key={one.key}>
                    {hasValue(one, index) ? formatValue(one.values[index] as number, unit) : 'no value'}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
