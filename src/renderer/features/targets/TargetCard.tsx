import { useEffect, useRef } from 'react';
import type { ScrapeLimits } from '../../../shared/domain/endpoint.ts';
import { expiryStage, listExpiries } from '../../../shared/domain/expiry.ts';
import type { DroppedSamples, TargetView } from '../../../shared/domain/target.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { formatAge, formatBytes, formatLatency, formatSpan } from '../../lib/format.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import { StatusBadge, type StatusTone } from '../../ui/StatusBadge.tsx';
import { FailureHistory } from './FailureHistory.tsx';
import { TargetActions } from './TargetActions.tsx';
import classes from './TargetCard.module.css';
import type { SecretStatus } from './use-secret-status.ts';

interface TargetCardProps {
  readonly target: TargetView;
  readonly nowMs: number;
  readonly focused: boolean;
  /** Scraped here; a server's targets can only be looked at. */
  readonly isOwn: boolean;
  readonly secrets: readonly SecretStatus[];
  /** Of its endpoint; null where it has none here. */
  readonly limits: ScrapeLimits | null;
}

const HEALTH_TONES: Record<TargetView['health'], StatusTone> = {
  up: 'good',
  down: 'bad',
  unknown: 'neutral',
  dropped: 'neutral',
};
const HEALTH_NAMES: Record<TargetView['health'], string> = {
  up: 'Up',
  down: 'Down',
  unknown: 'Not scraped yet',
  dropped: 'Dropped',
};
const DROP_REASONS: readonly (readonly [key: keyof DroppedSamples, name: string])[] = [
  ['outOfOrder', 'out of order'],
  ['duplicates', 'duplicate'],
  ['tooOld', 'more than an hour old'],
  ['tooFarAhead', 'more than ten minutes ahead'],
];
/** Of a limit. */
const WARN_ABOVE_SHARE = 0.8;

/** One target: where, how it is, its last scrape in figures, and the reason when it is down. */
export function TargetCard({ target, nowMs, focused, isOwn, secrets, limits }: TargetCardProps) {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) card.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
  const { lastScrape } = target;
  const failure = lastScrape?.failure ?? null;
  const dropped = DROP_REASONS.map(([key, name]) => [lastScrape?.dropped[key] ?? 0, name] as const);
  const droppedSamples = dropped.reduce((sum, [count]) => sum + count, 0);
  const droppedTitle = dropped
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count.toLocaleString('en')} ${name}`)
    .join(', ');
  // A scrape that failed for its credential says so itself.
  const troubled = failure?.step === 'credential' ? [] : secrets.filter(({ state }) => state !== 'stored');
  return (
    <li
      ref={card}
      className={classes.card}
      data-health={target.health}
      data-focused={focused || undefined}
      data-testid={testIds.targets.target(target.endpointId)}
    >
      <div className={classes.head}>
        <StatusBadge tone={HEALTH_TONES[target.health]} testId={testIds.targets.targetHealth}>
          {HEALTH_NAMES[target.health]}
        </StatusBadge>
        <h2 className={classes.name}>{target.endpointName}</h2>
        <span className={classes.url} title={target.url}>
          {target.url}
        </span>
        {isOwn && <TargetActions target={target} />}
      </div>
      {failure !== null && (
        <div
          className={classes.failure}
          role="alert"
          data-testid={testIds.targets.targetFailure}
          data-reason={failure.reason}
        >
          <strong>{failure.message}</strong>
          <span>{failure.remedy}</span>
          {target.lastSuccessAtMs !== null && (
            <span className={classes.since}>
              Last good scrape {formatAge(nowMs - target.lastSuccessAtMs)} ago.
            </span>
          )}
        </div>
      )}
      {target.notScraped !== null && (
        <p className={classes.notScraped} data-testid={testIds.targets.targetNotScraped}>
          {target.notScraped}
        </p>
      )}
      {troubled.map(({ secretRef, state, message }) => (
        <p
          key={secretRef}
          className={classes.credential}
          data-testid={testIds.targets.targetCredential}
          data-state={state}
        >
          {message}
        </p>
      ))}
      <div className={classes.foot}>
        <dl className={`${classes.figures} numeric`}>
          <Figure
            label="Last scrape"
            isTime
            value={
              lastScrape === null ? 'none yet' : `${formatAge(Math.max(0, nowMs - lastScrape.atMs))} ago`
            }
          />
          <Figure label="Duration" value={lastScrape === null ? '–' : formatLatency(lastScrape.durationMs)} />
          {isOwn && (
            <>
              <Figure label="Next scrape" isTime value={nextScrapeText(target, nowMs)} />
              <UsedLimit label="Samples" used={lastScrape?.samplesScraped ?? null} most={limits?.samples} />
              <UsedLimit label="Series" used={target.cardinality.activeSeries} most={limits?.series} />
            </>
          )}
          {droppedSamples > 0 && (
            <Figure
              label="Samples not kept"
              value={droppedSamples.toLocaleString('en')}
              title={droppedTitle}
              warn
            />
          )}
          {isOwn && (
            <UsedLimit
              label="Body"
              used={lastScrape?.bodyBytes ?? null}
              most={limits?.bodyBytes}
              format={formatBytes}
            />
          )}
          <Figure
            label="Every"
            value={formatSpan(target.scrapeIntervalMs)}
            title={`A scrape may take ${formatSpan(target.scrapeTimeoutMs)}`}
          />
          {listExpiries(target).map(({ name, expiresAtMs, isRenewed }) => (
            <Figure
              key={name}
              label={name}
              value={expiresAtMs < nowMs ? 'expired' : `valid for ${formatAge(expiresAtMs - nowMs)}`}
              title={
                isRenewed
                  ? 'A new one is fetched by itself'
                  : `Ends on ${new Date(expiresAtMs).toISOString()}`
              }
              warn={!isRenewed && expiryStage(expiresAtMs, nowMs) !== null}
            />
          ))}
        </dl>
        <LabelChips labels={target.labels} />
      </div>
      <FailureHistory failures={target.recentFailures} nowMs={nowMs} />
    </li>
  );
}

function Figure({
  label,
  value,
  title,
  warn = false,
  isTime = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly title?: string;
  readonly warn?: boolean;
  /** It changes each second: its width does not. */
  readonly isTime?: boolean;
}) {
  return (
    <div title={title} data-time={isTime || undefined}>
      <dt>{label}</dt>
      <dd data-warn={warn || undefined}>{value}</dd>
    </div>
  );
}

/** When it is scraped next, in words. */
function nextScrapeText({ nextScrapeAtMs, scrapeIntervalMs }: TargetView, nowMs: number): string {
  if (nextScrapeAtMs === null) return '–';
  // `nowMs` may be a second older than the target: the next scrape is never further than an interval.
  const seconds = Math.ceil(Math.min(nextScrapeAtMs - nowMs, scrapeIntervalMs) / 1_000);
  return seconds <= 0 ? 'now' : `in ${formatAge(seconds * 1_000)}`;
}

const formatPlain = (count: number): string => count.toLocaleString('en');

/** What a scrape took of what it may; close to the limit it warns, because a scrape beyond it fails. */
function UsedLimit({
  label,
  used,
  most,
  format = formatPlain,
}: {
  readonly label: string;
  readonly used: number | null;
  readonly most: number | undefined;
  readonly format?: (count: number) => string;
}) {
  if (used === null) return <Figure label={label} value="–" />;
  const isClose = most !== undefined && used > WARN_ABOVE_SHARE * most;
  return (
    <Figure
      label={label}
      value={isClose ? `${format(used)} of ${format(most)}` : format(used)}
      {...(most === undefined ? {} : { title: `At most ${format(most)}: a scrape beyond that fails` })}
      warn={isClose}
    />
  );
}
