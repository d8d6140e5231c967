import { Switch, Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import {
  type FilledVariables,
  interpolatePromql,
} from '../../../../shared/dashboards/variables/interpolate.ts';
import type { DashboardAnnotation } from '../../../../shared/domain/dashboard.ts';
import { parseDurationMs } from '../../../../shared/domain/duration.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import type { Region } from '../../../charts/plot.ts';
import { selectScrapeIntervalMs, useEnvironment } from '../../../state/environment-store.ts';
import { stepForRange, useRangeQuery, useShownRange } from '../../../state/range-query.ts';
import { builtinsFor } from '../variables/use-variables.ts';
import classes from './Annotations.module.css';
import { annotationMarks } from './annotation-marks.ts';

interface AnnotationSwitchProps {
  readonly annotation: DashboardAnnotation;
  /** Unlike its name, unique in the dashboard. */
  readonly annotationKey: string;
  readonly variables: FilledVariables;
  readonly dashboardTitle: string;
  readonly shown: boolean;
  readonly onChoose: (key: string, shown: boolean) => void;
  readonly onMarks: (key: string, marks: readonly Region[]) => void;
}

/** A mark for each step in a chart of usual width. */
const MAX_POINTS = 1_000;

function leastStepMs(step: string | undefined, fallbackMs: number): number {
  if (step === undefined || step === '') return fallbackMs;
  try {
    return parseDurationMs(step);
  } catch {
    // A step that can't be read limits nothing.
    return fallbackMs;
  }
}

/** Asks one annotation query while it is switched on, and hands its marks up. */
export function AnnotationSwitch(props: AnnotationSwitchProps) {
  const { annotation, annotationKey, variables, dashboardTitle, shown, onChoose, onMarks } = props;
  const { name, expr = '', step } = annotation;
  const range = useShownRange(null);
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const { exprs, stepMs } = useMemo(() => {
    const made = stepForRange(range, MAX_POINTS, leastStepMs(step, scrapeIntervalMs), Date.now());
    const builtins = builtinsFor(range, made, scrapeIntervalMs, dashboardTitle);
    return { exprs: [interpolatePromql(expr, variables, builtins).text], stepMs: made };
  }, [expr, step, variables, range, scrapeIntervalMs, dashboardTitle]);
  const { results, error } = useRangeQuery(exprs, { enabled: shown, stepMs });
  const marks = useMemo(
    () => (shown ? annotationMarks(annotation, results?.[0] ?? null) : []),
    [annotation, results, shown],
  );
  useEffect(() => onMarks(annotationKey, marks), [annotationKey, marks, onMarks]);
  useEffect(() => () => onMarks(annotationKey, []), [annotationKey, onMarks]);
  if (annotation.hidden === true) return null;
  return (
    <span className={classes.annotation}>
      <Switch
        size="xs"
        label={<bdi>{name}</bdi>}
        checked={shown}
        onChange={(event) => onChoose(annotationKey, event.currentTarget.checked)}
        data-testid={testIds.dashboards.annotation(annotationKey)}
        data-mark-count={marks.length}
      />
      {error !== null && shown && (
        <Tooltip label={error.message} multiline maw={380} events={{ hover: true, focus: true, touch: true }}>
          <span
            className={classes.problem}
            role="img"
            aria-label={`${name}: ${error.message}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable by keyboard
            tabIndex={0}
          >
            <IconAlertTriangle size={15} aria-hidden />
          </span>
        </Tooltip>
      )}
    </span>
  );
}
