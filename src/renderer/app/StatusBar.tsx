import { IconBell, IconDatabase, IconDatabaseSearch, IconServer2, IconWaveSine } from '@tabler/icons-react';
import { describeServer } from '../../shared/domain/server.ts';
import { testIds } from '../../shared/test-ids.ts';
import { formatAge, formatBytes, formatCount } from '../lib/format.ts';
import { useEngine } from '../state/engine-store.ts';
import classes from './StatusBar.module.css';

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
  const allUp = status.targetsUp === status.targetsTotal;
  return (
    <div className={`${classes.bar} numeric`} data-testid={testIds.shell.statusBar}>
      <span
        className={classes.item}
        data-tone={status.targetsTotal === 0 ? undefined : allUp ? 'good' : 'bad'}
      >
        <IconServer2 size={14} aria-hidden />
        {status.targetsTotal === 0
          ? status.servers.length > 0
            ? 'no targets known'
            : 'no targets'
          : `${status.targetsUp} of ${status.targetsTotal} ${status.targetsTotal === 1 ? 'target' : 'targets'} up`}
      </span>
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
