import type { TargetView } from '../../../shared/domain/target.ts';
import { formatCount, formatLatency } from '../../lib/format.ts';
import classes from './TargetSummary.module.css';

function Figure({
  label,
  value,
  tone,
}: {
  readonly label: string;
  readonly value: string;
  readonly tone?: 'good' | 'bad';
}) {
  return (
    <div className={classes.figure}>
      <dt className={classes.label}>{label}</dt>
      <dd className={`${classes.value} numeric`} data-tone={tone}>
        {value}
      </dd>
    </div>
  );
}

/** The targets in four figures. */
export function TargetSummary({ targets }: { readonly targets: readonly TargetView[] }) {
  const up = targets.filter(({ health }) => health === 'up').length;
  const down = targets.filter(({ health }) => health === 'down').length;
  const scrapes = targets.flatMap(({ lastScrape }) => (lastScrape === null ? [] : [lastScrape]));
  const samples = scrapes.reduce((sum, { samplesScraped }) => sum + samplesScraped, 0);
  const slowestMs = Math.max(0, ...scrapes.map(({ durationMs }) => durationMs));
  return (
    <dl className={classes.summary}>
      <Figure
        label="Up"
        value={`${up} of ${targets.length}`}
        {...(down === 0 ? { tone: 'good' as const } : {})}
      />
      <Figure label="Down" value={String(down)} {...(down > 0 ? { tone: 'bad' as const } : {})} />
      <Figure label="Samples per round" value={formatCount(samples)} />
      <Figure label="Slowest scrape" value={scrapes.length === 0 ? '–' : formatLatency(slowestMs)} />
    </dl>
  );
}
