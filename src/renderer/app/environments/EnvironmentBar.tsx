import { UnstyledButton } from '@mantine/core';
import { IconFlame, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { EnvironmentKind } from '../../../shared/domain/environment.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { selectShownSummary, useEnvironment } from '../../state/environment-store.ts';
import { unlockStore } from '../../state/read-only.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './EnvironmentBar.module.css';

/** How high the bar of a kind is, CSS pixels. */
export function environmentBarHeight(kind: EnvironmentKind): number {
  return kind === 'production' ? 30 : 3;
}

/** The colour of the environment over the whole width; production also by icon, words and its lock. */
export function EnvironmentBar() {
  const shown = useEnvironment(selectShownSummary);
  if (shown === undefined) return null;
  const { id, kind, name, readOnly, unlockedUntilMs } = shown;
  const style = { height: environmentBarHeight(kind) };
  if (kind !== 'production') {
    return (
      <div
        className={classes.bar}
        data-kind={kind}
        style={style}
        data-testid={testIds.shell.environmentBar}
      />
    );
  }
  return (
    <div className={classes.bar} data-kind={kind} style={style} data-testid={testIds.shell.productionBar}>
      <span className={classes.name}>
        <IconFlame size={15} aria-hidden />
        Production — {name}
      </span>
      {readOnly ? (
        <UnstyledButton
          className={classes.lock ?? ''}
          onClick={() => void unlockStore.getState().ask(id)}
          data-testid={testIds.shell.productionUnlock}
        >
          <IconLock size={14} aria-hidden />
          Read-only
          <span className={classes.action}>Unlock…</span>
        </UnstyledButton>
      ) : (
        <UnstyledButton
          className={classes.lock ?? ''}
          data-open
          onClick={() => {
            request('environments.lock', { id }).catch(reportFailure(`${name} could not be locked`));
          }}
          data-testid={testIds.shell.productionLock}
        >
          <IconLockOpen size={14} aria-hidden />
          {unlockedUntilMs !== null && <Remaining untilMs={unlockedUntilMs} />}
          <span className={classes.action}>Lock now</span>
        </UnstyledButton>
      )}
    </div>
  );
}

/** Minutes and seconds until changes are refused again. */
function Remaining({ untilMs }: { readonly untilMs: number }) {
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return <span className="numeric">Unlocked for {text}</span>;
}
