import { Tooltip } from '@mantine/core';
import type { BacktestAlert, BacktestResult, BacktestSpan } from '../../../../shared/domain/backtest.ts';
import { labelValue } from '../../../../shared/domain/series.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { formatSpan } from '../../../lib/format.ts';
import { formatDateTime } from '../../../lib/format-time.ts';
import { timeTicks } from '../../../lib/time-ticks.ts';
import { LabelChips } from '../../../ui/LabelChips.tsx';
import { ALERT_STATE_NAMES } from '../alert-state.ts';
import classes from './RuleEditor.module.css';

interface BacktestTimelineProps {
  readonly result: BacktestResult;
  readonly utc: boolean;
}

const MAX_TICKS = 7;

/** Groups are evaluated at odd fractions of a second, which tell nobody anything. */
function formatSecond(ms: number, utc: boolean): string {
  return formatDateTime(Math.floor(ms / 1_000) * 1_000, utc);
}

/** A line for each alert: when it would have been pending and firing, and what it would have said. */
export function BacktestTimeline({ result, utc }: BacktestTimelineProps) {
  const { startMs, endMs, alerts, alertCount } = result;
  const spanMs = Math.max(1, endMs - startMs);
  const toPercent = (ms: number): number =>
    (100 * (Math.min(Math.max(ms, startMs), endMs) - startMs)) / spanMs;
  if (alerts.length === 0) return null;
  const shared = sharedLabels(alerts);
  const ticks = timeTicks(startMs, endMs, MAX_TICKS, utc).filter(
    ({ ms }) => toPercent(ms) > 2 && toPercent(ms) < 97,
  );
  return (
    <div className={classes.timeline} data-testid={testIds.alerts.backtestTimeline}>
      <ul className={classes.tracks} aria-label="Alerts of the backtest">
        {alerts.map((alert) => (
          <Track
            key={JSON.stringify(alert.labels)}
            alert={alert}
            omit={shared}
            toPercent={toPercent}
            utc={utc}
          />
        ))}
      </ul>
      <div className={classes.axis} aria-hidden>
        <span />
        <div className={`${classes.ticks} numeric`}>
          {ticks.map(({ ms, label }) => (
            <span key={ms} style={{ left: `${toPercent(ms)}%` }}>
              {label}
            </span>
          ))}
        </div>
      </div>
      <p className={classes.key}>
        <i data-state="pending" /> Pending <i data-state="firing" /> Firing
        {alertCount > alerts.length && ` · the ${alerts.length} that fired longest of ${alertCount}`}
      </p>
    </div>
  );
}

/** The names of labels that are the same on all of several alerts. */
function sharedLabels(alerts: readonly BacktestAlert[]): readonly string[] {
  const [first, ...others] = alerts;
  if (first === undefined || others.length === 0) return ['alertname'];
  return first.labels
    .filter(([name, value]) => others.every(({ labels }) => labelValue(labels, name) === value))
    .map(([name]) => name);
}

interface TrackProps {
  readonly alert: BacktestAlert;
  /** Labels that tell no alert from another. */
  readonly omit: readonly string[];
  readonly toPercent: (ms: number) => number;
  readonly utc: boolean;
}

function Track({ alert, omit, toPercent, utc }: TrackProps) {
  const hasOwnLabels = alert.labels.some(([name]) => !omit.includes(name));
  return (
    <li className={classes.track}>
      <div className={classes.trackLabels}>
        {hasOwnLabels ? <LabelChips labels={alert.labels} omit={omit} /> : 'No labels'}
      </div>
      <div className={classes.lane}>
        {alert.spans.map((span) => {
          const left = toPercent(span.startMs);
          // A mark that is read, not pressed: its place and width are what it tells.
          return (
            <Tooltip
              key={`${span.state}${span.startMs}`}
              label={<SpanText span={span} utc={utc} />}
              multiline
              openDelay={100}
              events={{ hover: true, focus: true, touch: true }}
            >
              <span
                role="img"
                // biome-ignore lint/a11y/noNoninteractiveTabindex: what it tells must be reachable by keyboard
                tabIndex={0}
                className={classes.span}
                data-state={span.state}
                data-open={span.open || undefined}
                aria-label={`${ALERT_STATE_NAMES[span.state]} from ${formatSecond(span.startMs, utc)} for ${formatSpan(span.endMs - span.startMs)}`}
                style={{ left: `${left}%`, width: `${toPercent(span.endMs) - left}%` }}
              />
            </Tooltip>
          );
        })}
      </div>
    </li>
  );
}

function SpanText({ span, utc }: { readonly span: BacktestSpan; readonly utc: boolean }) {
  const { state, startMs, endMs, open, value, annotations } = span;
  return (
    <div className={classes.spanText}>
      <strong>
        {ALERT_STATE_NAMES[state]} for {formatSpan(endMs - startMs)}
        {open && ' until the end'}
      </strong>
      <div className="numeric">
        {formatSecond(startMs, utc)} – {formatSecond(endMs, utc)} · value {Number(value.toPrecision(6))}
      </div>
      {annotations.map(([name, text]) => (
        <div key={name}>
          {name}: <bdi>{text}</bdi>
        </div>
      ))}
    </div>
  );
}
