import { useEffect, useMemo, useState } from 'react';
import type { SeriesExemplars } from '../../shared/domain/exemplar.ts';
import { request } from '../ipc/client.ts';
import { formatLabelSet } from '../lib/series-names.ts';
import { useEnvironment } from './environment-store.ts';
import { onRefresh } from './refresh-clock.ts';
import { timeRangeStore } from './time-range-store.ts';

/** An exemplar as a chart draws it. */
export interface ExemplarMark {
  readonly timeMs: number;
  readonly value: number;
  readonly details: readonly string[];
}

const NONE: readonly ExemplarMark[] = [];
/** More diamonds than this cover the lines. */
const MAX_MARKS = 300;

function marksOf(found: readonly SeriesExemplars[]): readonly ExemplarMark[] {
  const marks = found.flatMap(({ labels, exemplars }) =>
    exemplars.map(
      ({ atMs, value, labels: own }): ExemplarMark => ({
        timeMs: atMs,
        value,
        details: [...own.map(([name, text]) => `${name}: ${text}`), `exemplar of ${formatLabelSet(labels)}`],
      }),
    ),
  );
  return marks.sort((a, b) => b.timeMs - a.timeMs).slice(0, MAX_MARKS);
}

/** Exemplars of the series that an expression selects, over the window's time range. */
export function useExemplars(expr: string, enabled: boolean): readonly ExemplarMark[] {
  const environmentId = useEnvironment((state) => state.active?.id ?? null);
  const question = `${environmentId}/${expr}`;
  const [answer, setAnswer] = useState({ question: '', marks: NONE });
  useEffect(() => {
    if (!enabled || expr === '') return;
    let dropped = false;
    const stop = onRefresh(() => {
      request('engine.queryExemplars', { expr, range: timeRangeStore.getState().range }).then(
        (found) => {
          if (!dropped) setAnswer({ question, marks: marksOf(found) });
        },
        // The query itself says what is wrong with the expression.
        () => undefined,
      );
    });
    return () => {
      dropped = true;
      stop();
    };
  }, [enabled, expr, question]);
  return useMemo(
    () => (enabled && answer.question === question ? answer.marks : NONE),
    [enabled, answer, question],
  );
}
