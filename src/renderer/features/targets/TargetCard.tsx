import { ActionIcon, Button, Group, Menu, Modal, Text, Tooltip } from '@mantine/core';
import { IconDots, IconFileText, IconPencil, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { formatDurationMs } from '../../../shared/domain/duration.ts';
import type { DroppedSamples, TargetView } from '../../../shared/domain/target.ts';
import { request } from '../../ipc/client.ts';
import { formatAge, formatBytes, formatLatency } from '../../lib/format.ts';
import { environmentStore } from '../../state/environment-store.ts';
import { navigationStore } from '../../state/navigation-store.ts';
import { LabelChips } from '../../ui/LabelChips.tsx';
import { reportFailure } from '../../ui/report-failure.ts';
import { StatusBadge, type StatusTone } from '../../ui/StatusBadge.tsx';
import { FailureHistory } from './FailureHistory.tsx';
import { PageDrawer } from './page/PageDrawer.tsx';
import classes from './TargetCard.module.css';
import type { SecretStatus } from './use-secret-status.ts';

interface TargetCardProps {
  readonly target: TargetView;
  readonly nowMs: number;
  readonly focused: boolean;
  /** Scraped here; a server's targets can only be looked at. */
  readonly isOwn: boolean;
  readonly secrets: readonly SecretStatus[];
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
const WARN_BEFORE_EXPIRY_MS = 30 * 86_400_000;

/** One target: where, how it is, its last scrape in figures, and the reason when it is down. */
export function TargetCard({ target, nowMs, focused, isOwn, secrets }: TargetCardProps) {
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (focused) card.current?.scrollIntoView({ block: 'nearest' });
  }, [focused]);
  const { lastScrape, certificateExpiresAtMs } = target;
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
      data-testid={`target-${target.endpointId}`}
    >
      <div className={classes.head}>
        <StatusBadge tone={HEALTH_TONES[target.health]} testId="target-health">
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
          data-testid="target-failure"
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
        <p className={classes.notScraped} data-testid="target-not-scraped">
          {target.notScraped}
        </p>
      )}
      {troubled.map(({ secretRef, state, message }) => (
        <p key={secretRef} className={classes.credential} data-testid="target-credential" data-state={state}>
          {message}
        </p>
      ))}
      <div className={classes.foot}>
        <dl className={`${classes.figures} numeric`}>
          <Figure
            label="Last scrape"
            value={
              lastScrape === null ? 'none yet' : `${formatAge(Math.max(0, nowMs - lastScrape.atMs))} ago`
            }
          />
          <Figure label="Duration" value={lastScrape === null ? '–' : formatLatency(lastScrape.durationMs)} />
          {isOwn && (
            <>
              <Figure
                label="Samples"
                value={lastScrape === null ? '–' : lastScrape.samplesScraped.toLocaleString('en')}
              />
              <Figure label="Series" value={target.cardinality.activeSeries.toLocaleString('en')} />
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
            <Figure label="Body" value={lastScrape === null ? '–' : formatBytes(lastScrape.bodyBytes)} />
          )}
          <Figure label="Every" value={formatDurationMs(target.scrapeIntervalMs)} />
          {certificateExpiresAtMs !== null && (
            <Figure
              label="Certificate"
              value={
                certificateExpiresAtMs < nowMs
                  ? 'expired'
                  : `valid for ${formatAge(certificateExpiresAtMs - nowMs)}`
              }
              warn={certificateExpiresAtMs - nowMs < WARN_BEFORE_EXPIRY_MS}
            />
          )}
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
}: {
  readonly label: string;
  readonly value: string;
  readonly title?: string;
  readonly warn?: boolean;
}) {
  return (
    <div title={title}>
      <dt>{label}</dt>
      <dd data-warn={warn || undefined}>{value}</dd>
    </div>
  );
}

function TargetActions({ target }: { readonly target: TargetView }) {
  const [removing, setRemoving] = useState(false);
  const [reading, setReading] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const remove = (): void => {
    setRemoving(false);
    request('endpoints.remove', { endpointId: target.endpointId })
      .then(() => environmentStore.getState().load())
      .catch(reportFailure(`${target.endpointName} could not be removed`));
  };
  return (
    <div className={classes.actions}>
      <Tooltip label="Scrape now">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Scrape ${target.endpointName} now`}
          onClick={() => {
            request('endpoints.scrapeNow', { endpointId: target.endpointId }).catch(
              reportFailure(`${target.endpointName} could not be scraped`),
            );
          }}
        >
          <IconRefresh size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Raw body">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Raw body of ${target.endpointName}`}
          data-testid="target-page"
          onClick={() => setReading(true)}
        >
          <IconFileText size={17} />
        </ActionIcon>
      </Tooltip>
      <PageDrawer
        endpointId={target.endpointId}
        endpointName={target.endpointName}
        opened={reading}
        onClose={() => setReading(false)}
      />
      <Tooltip label="Edit">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Edit ${target.endpointName}`}
          data-testid="target-edit"
          onClick={() => navigationStore.getState().openEndpointForm(target.endpointId)}
        >
          <IconPencil size={17} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon ref={more} variant="subtle" color="gray" aria-label={`More for ${target.endpointName}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setRemoving(true)}>
            Remove endpoint…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={removing}
        onClose={() => setRemoving(false)}
        // The menu's item that opened it is gone by then.
        returnFocus={false}
        onExitTransitionEnd={() => more.current?.focus()}
        title={`Remove ${target.endpointName}?`}
      >
        <Text size="sm">
          It is scraped no more and its credential is deleted from the keychain. Its history stays until it is
          older than the retention.
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setRemoving(false)} data-autofocus>
            Keep
          </Button>
          <Button color="red" onClick={remove}>
            Remove
          </Button>
        </Group>
      </Modal>
    </div>
  );
}
