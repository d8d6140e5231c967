import { Button } from '@mantine/core';
import type { LoggedNotice } from '../../../../shared/domain/alert-notice.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { formatMoment } from '../../../lib/format.ts';
import { environmentStore, useEnvironment } from '../../../state/environment-store.ts';
import { navigationStore } from '../../../state/navigation-store.ts';
import { useSettings } from '../../../state/settings-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { StatusBadge } from '../../../ui/StatusBadge.tsx';
import { matchersOf } from '../silences/matcher-text.ts';
import { silencePanelStore } from '../silences/silence-panel-store.ts';
import classes from './NotificationBell.module.css';
import { holdText, noticeDetail, noticeTitle } from './notice-text.ts';

interface NoticeItemProps {
  readonly notice: LoggedNotice;
  /** Something was done with it that leads away from the list. */
  readonly onDone: () => void;
}

const SEVERITY_NAMES = { critical: 'Critical', warning: 'Warning', info: 'Info', none: '' } as const;

/** Opens the environment that the notification came from, if it is another one. */
async function openEnvironment(id: string): Promise<void> {
  if (environmentStore.getState().active?.id === id) return;
  await request('environments.activate', { id });
  await environmentStore.getState().load();
}

/** One notification: when and where, what it says, and what can be done about it. */
export function NoticeItem({ notice, onDone }: NoticeItemProps) {
  const utc = useSettings(({ settings }) => settings.utc);
  const isKnown = useEnvironment(({ environments }) =>
    environments.some(({ id }) => id === notice.environmentId),
  );
  const { kind, severity, alerts, read } = notice;
  const held = holdText(notice.held);

  function go(then: () => void): void {
    openEnvironment(notice.environmentId).then(() => {
      navigationStore.getState().open('alerts', alerts[0]?.fingerprint ?? null);
      then();
      onDone();
    }, reportFailure('The environment could not be opened'));
  }

  const acknowledge = (): void => {
    const fingerprints = alerts
      .filter(({ state }) => state === 'firing')
      .map(({ fingerprint }) => fingerprint);
    openEnvironment(notice.environmentId)
      .then(() => request('alerts.acknowledge', { fingerprints, comment: '' }))
      .then(onDone, reportFailure('The alerts could not be acknowledged'));
  };

  return (
    <li className={classes.item} data-unread={!read || undefined} data-testid={testIds.alerts.notice}>
      <div className={classes.head}>
        <StatusBadge tone={kind === 'resolved' ? 'good' : 'firing'}>
          {kind === 'resolved' ? 'Resolved' : 'Firing'}
        </StatusBadge>
        {severity !== 'none' && <span className={classes.severity}>{SEVERITY_NAMES[severity]}</span>}
        <span className={`${classes.time} numeric`}>
          {notice.environmentName} · {formatMoment(notice.atMs, Date.now(), utc)}
        </span>
      </div>
      <p className={classes.title}>{noticeTitle(notice)}</p>
      <p className={classes.detail}>{noticeDetail(notice)}</p>
      {held !== '' && <p className={classes.held}>{held}</p>}
      {isKnown && (
        <div className={classes.actions}>
          <Button
            size="compact-xs"
            variant="default"
            data-testid={testIds.alerts.noticeOpen}
            onClick={() => go(() => undefined)}
          >
            Open
          </Button>
          {kind !== 'resolved' && (
            <>
              <Button
                size="compact-xs"
                variant="default"
                data-testid={testIds.alerts.noticeSilence}
                onClick={() =>
                  go(() =>
                    silencePanelStore
                      .getState()
                      .openNew(
                        matchersOf(
                          notice.groupLabels.length > 0 ? notice.groupLabels : (alerts[0]?.labels ?? []),
                        ),
                      ),
                  )
                }
              >
                Silence…
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                data-testid={testIds.alerts.noticeAcknowledge}
                onClick={acknowledge}
              >
                Acknowledge
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  );
}
