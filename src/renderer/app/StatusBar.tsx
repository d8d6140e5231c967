import { Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconBell,
  IconDatabase,
  IconDatabaseSearch,
  IconPlayerPause,
  IconPlayerPlay,
  IconServer2,
  IconWaveSine,
} from '@tabler/icons-react';
import type { EngineStatus } from '../../shared/domain/engine-status.ts';
import { describeServer } from '../../shared/domain/server.ts';
import { testIds } from '../../shared/test-ids.ts';
import { formatAge, formatBytes, formatCount } from '../lib/format.ts';
import { useEngine } from '../state/engine-store.ts';
import classes from './StatusBar.module.css';
import { setScrapingPaused } from './scraping.ts';

const STALE_AFTER_MS = 60_000;

/** What the engine does at this moment, in one line. */
export function StatusBar() {
  const status = useEngine((state) => state.status);
  if (status === null) {
    return (
      <div className={classes.bar} role="status">
        <span>Engine starting…</span>
      </div>
    );
  }
  const ageMs = status.lastSampleAtMs === null ? null : status.nowMs - status.lastSampleAtMs;
  const onlyServers = status.servers.length > 0 && status.lastSampleAtMs === null;
  return (
    <div className={`${classes.bar} numeric`} data-testid={testIds.shell.statusBar}>
      <span className={classes.item} data-tone={targetsTone(status)}>
        <IconServer2 size={14} aria-hidden />
        {targetsText(status)}
      </span>
      {status.targetsTotal > 0 && <ScrapingToggle isPaused={status.interrupted === 'paused'} />}
      {!onlyServers && (
        <>
          <span className={`${classes.item} ${classes.rate}`}>
            <IconWaveSine size={14} aria-hidden />
            {formatCount(status.samplesPerSecond)} samples/s · {formatCount(status.seriesCount)} series
          </span>
          <span
            className={`${classes.item} ${classes.age}`}
            data-tone={ageMs !== null && ageMs > STALE_AFTER_MS ? 'bad' : undefined}
          >
            {ageMs === null ? 'no sample yet' : `last sample ${formatAge(ageMs)} ago`}
          </span>
        </>
      )}
      {status.servers.map((server) => (
        <span
          key={server.id}
          className={classes.item}
          data-tone={server.state === 'failed' ? 'bad' : undefined}
          title={server.message}
          data-testid={testIds.shell.statusServer(server.id)}
        >
          <IconDatabaseSearch size={14} aria-hidden />
          {server.name}
          {server.state === 'failed'
            ? ' does not answer'
            : server.state === 'ok'
              ? `: ${describeServer(server)}`
              : ''}
        </span>
      ))}
      <span className={classes.item} data-tone={status.alertsFiring > 0 ? 'bad' : undefined}>
        <IconBell size={14} aria-hidden />
        {status.alertsFiring} firing
        {status.alertsPending > 0 && ` · ${status.alertsPending} pending`}
      </span>
      <span
        className={`${classes.item} ${classes.last}`}
        data-tone={status.storageState === 'ok' ? undefined : 'warn'}
        title={status.storageMessage}
      >
        <IconDatabase size={14} aria-hidden />
        {status.storageState === 'ok'
          ? `history ${formatBytes(status.databaseBytes)}`
          : 'history needs attention'}
      </span>
    </div>
  );
}

const INTERRUPTED = { offline: 'no network', asleep: 'asleep', paused: 'scraping paused' } as const;

function targetsText({ interrupted, targetsTotal, targetsUp, servers }: EngineStatus): string {
  if (targetsTotal === 0) return servers.length > 0 ? 'no targets known' : 'no targets';
  if (interrupted !== null) return INTERRUPTED[interrupted];
  return `${targetsUp} of ${targetsTotal} ${targetsTotal === 1 ? 'target' : 'targets'} up`;
}

function targetsTone({
  interrupted,
  targetsTotal,
  targetsUp,
}: EngineStatus): 'good' | 'warn' | 'bad' | undefined {
  if (targetsTotal === 0) return undefined;
  if (interrupted !== null) return 'warn';
  return targetsUp === targetsTotal ? 'good' : 'bad';
}

function ScrapingToggle({ isPaused }: { readonly isPaused: boolean }) {
  const label = isPaused ? 'Resume scraping' : 'Pause scraping';
  const Icon = isPaused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Tooltip label={label}>
      <UnstyledButton
        className={classes.toggle ?? ''}
        aria-label={label}
        data-testid={testIds.shell.scrapingPause}
        onClick={() => setScrapingPaused(!isPaused)}
      >
        <Icon size={14} aria-hidden />
      </UnstyledButton>
    </Tooltip>
  );
}
