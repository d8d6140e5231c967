import { IconFileOff } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { InstantRow } from '../../../shared/domain/query.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatLabelSet } from '../../lib/series-names.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import classes from './Explore.module.css';
import { exploreStore } from './explore-store.ts';
import type { ShownQuery } from './use-shown-queries.ts';

interface RawViewProps {
  readonly shown: readonly ShownQuery[];
  readonly height: number;
}

/** More lines than this nobody reads; copies have them all. */
const MAX_LINES = 2_000;

function* linesOf({ labels, times, values, histograms }: InstantRow): Generator<string> {
  const name = formatLabelSet(labels);
  for (let i = 0; i < values.length; i++) {
    const histogram = histograms?.[i] ?? null;
    const value =
      histogram === null
        ? String(values[i])
        : `{count:${histogram.count} sum:${histogram.sum} schema:${histogram.schema}}`;
    yield `${name} ${value} ${((times[i] as number) / 1_000).toFixed(3)}`;
  }
}

function firstLines(rows: Iterable<InstantRow>): {
  readonly lines: readonly string[];
  readonly more: boolean;
} {
  const lines: string[] = [];
  for (const row of rows) {
    for (const line of linesOf(row)) {
      if (lines.length === MAX_LINES) return { lines, more: true };
      lines.push(line);
    }
  }
  return { lines, more: false };
}

/** Samples as they are: all digits, and times in Unix seconds. A range selector shows every sample of its window. */
export function RawView({ shown, height }: RawViewProps) {
  const { lines, more } = useMemo(
    () => firstLines(shown.flatMap(({ answer }) => answer.instant?.rows ?? [])),
    [shown],
  );
  if (lines.length === 0) {
    return (
      <div style={{ height }} data-testid={testIds.explore.rawSamples}>
        <EmptyState
          icon={IconFileOff}
          title="No samples now"
          message="Series that ended are in the graph of a longer range."
          actions={[{ label: 'Show the graph', onClick: () => exploreStore.getState().setTab('graph') }]}
        />
      </div>
    );
  }
  const hasWindow = shown.some(({ answer }) => answer.instant?.kind === 'matrix');
  return (
    <div style={{ height }} className={classes.raw}>
      {!hasWindow && (
        <p className={classes.rawHint}>
          Samples of now. For all samples of a window as they were scraped, give the selector a range, like{' '}
          <code>up[5m]</code>.
        </p>
      )}
      <pre
        className={classes.rawText}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard
        tabIndex={0}
        data-testid={testIds.explore.rawSamples}
      >
        {lines.join('\n')}
        {more && `\n… only the first ${MAX_LINES} lines are shown`}
      </pre>
    </div>
  );
}
