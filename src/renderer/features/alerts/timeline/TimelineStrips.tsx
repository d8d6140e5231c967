import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { AlertSpan, AlertTimeline, EvaluationHole } from '../../../../shared/domain/alert-timeline.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { formatAge, formatMoment } from '../../../lib/format.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { ALERT_STATE_NAMES } from '../alert-state.ts';
import { distinguishingValues } from './distinguishing-labels.ts';
import { describeHole } from './hole-text.ts';
import classes from './Timeline.module.css';
import { placeOf, timelineTicks } from './timeline-scale.ts';

const ROWS_SHOWN = 20;

/** A strip per alert with its spans; times without evaluation are hatched through all of them. */
export function TimelineStrips({ timeline }: { readonly timeline: AlertTimeline }) {
  const { startMs, endMs, rows, holes } = timeline;
  const utc = useSettings((state) => state.settings.utc);
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, ROWS_SHOWN);
  const names = distinguishingValues(rows);
  if (rows.length === 0 && holes.length === 0)
    return <p className={classes.empty}>No alert was pending or firing in this time range.</p>;
  const moment = (atMs: number): string => formatMoment(atMs, endMs, utc);
  const describeSpan = (span: AlertSpan): string =>
    `${ALERT_STATE_NAMES[span.state]} ${moment(span.fromMs)} to ${moment(span.toMs)} (${formatAge(span.toMs - span.fromMs)})`;
  return (
    <div className={classes.timeline}>
      {rows.length === 0 && (
        <p className={classes.empty}>No alert was pending or firing in this time range.</p>
      )}
      {shown.map(({ fingerprint, ruleName, spans }, index) => {
        const others = names[index]?.join(' · ') ?? '';
        return (
          <div className={classes.row} key={fingerprint} data-testid={testIds.alerts.timelineRow}>
            <div className={classes.name} title={`${ruleName} ${others}`}>
              <strong>{ruleName}</strong>
              <bdi>{others}</bdi>
            </div>
            <div
              className={classes.strip}
              role="img"
              aria-label={`${ruleName} ${others}: ${spans.map(describeSpan).join('; ')}`}
            >
              <Holes holes={holes} startMs={startMs} endMs={endMs} />
              {spans.map((span) => (
                <Tooltip key={`${span.state}${span.fromMs}`} label={describeSpan(span)}>
                  <div
                    className={classes.span}
                    data-state={span.state}
                    style={placeOf(span.fromMs, span.toMs, startMs, endMs)}
                  />
                </Tooltip>
              ))}
            </div>
          </div>
        );
      })}
      {rows.length === 0 && holes.length > 0 && (
        <div className={classes.row}>
          <div className={classes.name}>Evaluation</div>
          <div className={classes.strip}>
            <Holes holes={holes} startMs={startMs} endMs={endMs} />
          </div>
        </div>
      )}
      <div className={`${classes.axis} numeric`} aria-hidden>
        {timelineTicks(startMs, endMs).map((atMs) => (
          <span key={atMs} style={{ left: `${(100 * (atMs - startMs)) / (endMs - startMs)}%` }}>
            {moment(atMs).replace(/:00$/, '')}
          </span>
        ))}
      </div>
      {rows.length > ROWS_SHOWN && (
        <Button
          className={classes.more ?? ''}
          variant="subtle"
          size="compact-xs"
          onClick={() => setAll(!all)}
        >
          {all ? 'Show fewer' : `Show all ${rows.length}`}
        </Button>
      )}
      <div className={classes.legend}>
        {(['pending', 'firing', 'resolved'] as const).map((state) => (
          <span key={state}>
            <i data-state={state} /> {ALERT_STATE_NAMES[state]}
          </span>
        ))}
        {holes.length > 0 && (
          <span>
            <i data-state="hole" /> Evaluation was off
          </span>
        )}
      </div>
      {holes.length > 0 && (
        <ul className={classes.holes} aria-label="Times without evaluation">
          {holes.slice(-3).map((hole) => (
            <li key={hole.fromMs} data-testid={testIds.alerts.evaluationHole}>
              {describeHole(hole, endMs, utc)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface HolesProps {
  readonly holes: readonly EvaluationHole[];
  readonly startMs: number;
  readonly endMs: number;
}

function Holes({ holes, startMs, endMs }: HolesProps) {
  return holes.map(({ fromMs, toMs }) => (
    <div
      key={fromMs}
      className={classes.span}
      data-state="hole"
      style={placeOf(Math.max(fromMs, startMs), toMs, startMs, endMs)}
    />
  ));
}
