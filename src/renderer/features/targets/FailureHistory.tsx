import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { FailureRun, ScrapeTimings } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatAge, formatBytes, formatLatency, formatMoment } from '../../lib/format.ts';
import { useSettings } from '../../state/settings-store.ts';
import classes from './FailureHistory.module.css';

interface FailureHistoryProps {
  readonly failures: readonly FailureRun[];
  readonly nowMs: number;
}

/** What failed lately, folded away until asked for: each change of cause, with what the last response showed. */
export function FailureHistory({ failures, nowMs }: FailureHistoryProps) {
  const [opened, setOpened] = useState(false);
  const utc = useSettings((state) => state.settings.utc);
  const [latest] = failures;
  if (latest === undefined) return null;
  const count = failures.reduce((sum, run) => sum + run.count, 0);
  return (
    <div className={classes.history}>
      <UnstyledButton
        className={classes.toggle ?? ''}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        <IconChevronRight className={classes.chevron} size={14} aria-hidden />
        {count === 1 ? '1 failed scrape' : `${count.toLocaleString('en')} failed scrapes`}, last at{' '}
        {formatMoment(latest.lastAtMs, nowMs, utc)}
      </UnstyledButton>
      {opened && (
        <ol className={`${classes.list} numeric`}>
          {failures.map((run) => (
            <Run key={run.firstAtMs} run={run} formatAt={(atMs) => formatMoment(atMs, nowMs, utc)} />
          ))}
        </ol>
      )}
    </div>
  );
}

const PHASES: readonly (readonly [name: string, of: keyof ScrapeTimings])[] = [
  ['DNS', 'dnsMs'],
  ['connect', 'connectMs'],
  ['TLS', 'tlsMs'],
  ['first byte', 'firstByteMs'],
  ['body', 'bodyMs'],
];

function describeTimings(timings: ScrapeTimings): string {
  return PHASES.flatMap(([name, of]) => {
    const ms = timings[of];
    return ms === null ? [] : [`${name} ${formatLatency(ms)}`];
  }).join(' · ');
}

function describeRun({ count, firstAtMs, lastAtMs, recoveredAtMs }: FailureRun): string {
  const repeats =
    count === 1 ? 'once' : `${count.toLocaleString('en')} times in ${formatAge(lastAtMs - firstAtMs)}`;
  return recoveredAtMs === null
    ? repeats
    : `${repeats}, good again after ${formatAge(recoveredAtMs - firstAtMs)}`;
}

function Run({ run, formatAt }: { readonly run: FailureRun; readonly formatAt: (ms: number) => string }) {
  const { failure, firstAtMs, evidence } = run;
  const timings = describeTimings(evidence.timings);
  const hasResponse = evidence.headers.length > 0 || evidence.bodyBytes > 0;
  return (
    <li className={classes.row} data-testid={testIds.targets.failureRun}>
      <time dateTime={new Date(firstAtMs).toISOString()}>{formatAt(firstAtMs)}</time>
      <div className={classes.run}>
        <span>{failure.message}</span>
        <span className={classes.facts}>
          {[
            describeRun(run),
            ...(failure.status === null ? [] : [`HTTP ${failure.status}`]),
            ...(timings === '' ? [] : [timings]),
          ].join(' · ')}
        </span>
        {hasResponse && (
          <details className={classes.response}>
            <summary>Response</summary>
            <dl>
              {evidence.headers.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            {evidence.bodyBytes > 0 && (
              <p className={classes.facts}>
                Body: {formatBytes(evidence.bodyBytes)}, SHA-256 {evidence.bodyHash}…
              </p>
            )}
            {evidence.bodyExcerpt !== '' && <pre>{evidence.bodyExcerpt}</pre>}
          </details>
        )}
      </div>
    </li>
  );
}
