import type { BacktestResult } from '../../../../shared/domain/backtest.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { formatSpan } from '../../../lib/format.ts';
import { formatDateTime } from '../../../lib/format-time.ts';
import classes from './RuleEditor.module.css';

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

function firingTime({ alerts, startMs }: BacktestResult): number {
  let total = 0;
  for (const { spans } of alerts) {
    for (const span of spans)
      if (span.state === 'firing') total += span.endMs - Math.max(span.startMs, startMs);
  }
  return total;
}

/** The outcome of a backtest in a sentence and four figures. */
export function BacktestSummary({ result, utc }: { readonly result: BacktestResult; readonly utc: boolean }) {
  const { firedCount, resolvedCount, firingNotices, resolvedNotices, alertCount, failure, failureCount } =
    result;
  const firingMs = Math.round(firingTime(result) / 1_000) * 1_000;
  const figures: readonly (readonly [string, string])[] = [
    ['Alerts', String(alertCount)],
    ['Fired', String(firedCount)],
    ['Resolved', String(resolvedCount)],
    ['Time firing', formatSpan(firingMs)],
    ['Notifications', String(firingNotices + resolvedNotices)],
  ];
  return (
    <>
      <p
        className={classes.summary}
        data-testid={testIds.alerts.backtestSummary}
        aria-live="polite"
        data-active={firedCount > 0 || undefined}
      >
        {firedCount === 0 && firingMs === 0
          ? 'It would not have fired.'
          : `It would have fired ${times(firedCount)}${firedCount === 0 ? ', but was firing all the time' : ''}.`}
      </p>
      <dl className={`${classes.figures} numeric`}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {failure !== null && (
        <p className={classes.warning} role="alert">
          {failureCount === 1 ? 'One evaluation' : `${failureCount} evaluations`} would have failed, the first
          at {formatDateTime(failure.atMs, utc)}: {failure.message}
        </p>
      )}
    </>
  );
}
