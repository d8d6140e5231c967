import { useStore } from 'zustand';
import { testIds } from '../../../shared/test-ids.ts';
import { formatCount, formatLatency, formatSpan } from '../../lib/format.ts';
import { unitName } from '../../lib/units.ts';
import { selectScrapeIntervalMs, useEnvironment } from '../../state/environment-store.ts';
import classes from './Explore.module.css';
import { exploreStore } from './explore-store.ts';
import type { ShownQuery } from './use-shown-queries.ts';

/** What the answers are made of and what they took, in one line. */
export function QueryStatistics({ shown }: { readonly shown: readonly ShownQuery[] }) {
  const tab = useStore(exploreStore, (state) => state.tab);
  const band = useStore(exploreStore, (state) => state.band);
  const scrapeIntervalMs = useEnvironment(selectScrapeIntervalMs);
  const isRange = tab === 'graph' || tab === 'heatmap';
  const answered = shown.filter(({ answer }) => answer.error === null);
  const stats = answered.flatMap(({ answer }) => (isRange ? answer.range : answer.instant)?.stats ?? []);
  const sum = (key: 'seriesCount' | 'samplesRead' | 'evaluationMs'): number =>
    stats.reduce((total, one) => total + one[key], 0);
  const [first] = shown;
  const parts =
    stats.length === 0 || tab === 'explain'
      ? []
      : [
          sum('seriesCount') === 1 ? '1 series' : `${formatCount(sum('seriesCount'))} series`,
          ...(sum('samplesRead') === 0 && sum('seriesCount') > 0
            ? ['kept from before']
            : [`${formatCount(sum('samplesRead'))} samples read`, formatLatency(sum('evaluationMs'))]),
          isRange && first !== undefined ? `step ${formatSpan(first.answer.stepMs)}` : '',
          // Else the choice of a band seems to do nothing.
          tab === 'graph' && band && first !== undefined && first.answer.stepMs <= scrapeIntervalMs
            ? 'every sample drawn, no band'
            : '',
          [...new Set(answered.map(({ unit }) => unitName(unit)))].filter(Boolean).join(', '),
        ];
  const text = parts.filter(Boolean).join(' · ');
  return (
    <span className={classes.stats} title={text} data-testid={testIds.explore.queryStats}>
      {text}
    </span>
  );
}
