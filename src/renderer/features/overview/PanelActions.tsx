import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconArrowUpRight, IconInfoCircle, IconListTree } from '@tabler/icons-react';
import { memo } from 'react';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { PinMenu } from '../../pinning/PinMenu.tsx';
import { navigationStore } from '../../state/navigation-store.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './Overview.module.css';
import { overviewStore } from './overview-store.ts';
import type { PanelSpec } from './panel-spec.ts';
import { pinnedPanel } from './pin-panel.ts';

const WITH_FOCUS = { hover: true, focus: true, touch: true } as const;

function copyExpr(expr: string): void {
  request('app.copyText', expr).then(
    () => notifications.show({ message: 'Expression copied', autoClose: 2_000 }),
    reportFailure('The expression could not be copied'),
  );
}

// Live data renders a panel with each refresh: what does not change with it stays.
/** The panel's expression; a click copies it. */
export const PanelCaption = memo(function PanelCaption({
  expr,
  unit = '',
}: {
  readonly expr: string;
  readonly unit?: string;
}) {
  return (
    <Tooltip
      label={`${expr} — click to copy`}
      multiline
      maw={520}
      position="bottom-end"
      disabled={expr === ''}
    >
      <button
        type="button"
        className={classes.expr}
        aria-label={`Copy ${expr}`}
        data-testid={testIds.overview.panelExpr}
        onClick={() => copyExpr(expr)}
      >
        <code>{expr}</code>
        {unit !== '' && <span className="visually-hidden">, in {unit}</span>}
      </button>
    </Tooltip>
  );
});

/** What can be done with a panel, and what is known of it. */
export const PanelActions = memo(function PanelActions({
  spec,
  expr,
  failure,
}: {
  readonly spec: PanelSpec;
  readonly expr: string;
  /** Why what is shown is not the newest; '' where it is. */
  readonly failure: string;
}) {
  return (
    <>
      {failure !== '' && (
        <Tooltip label={`Not refreshed: ${failure}`} multiline maw={360} events={WITH_FOCUS}>
          <ActionIcon
            variant="subtle"
            color="yellow"
            size={24}
            aria-label={`${spec.title} was not refreshed: ${failure}`}
            data-testid={testIds.overview.panelFailure}
          >
            <IconAlertTriangle size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {spec.help !== '' && (
        <Tooltip label={spec.help} multiline maw={360} events={WITH_FOCUS}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`About ${spec.title}: ${spec.help}`}
          >
            <IconInfoCircle size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      {spec.family !== undefined && spec.seriesCount > 1 && !spec.id.startsWith('by:') && (
        <Tooltip label="Break down by label">
          <ActionIcon
            variant="subtle"
            color="gray"
            size={24}
            aria-label={`Break ${spec.title} down by label`}
            data-testid={testIds.overview.breakDown}
            onClick={() => overviewStore.setState({ brokenDown: spec.family ?? null })}
          >
            <IconListTree size={15} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
      <PinMenu panel={pinnedPanel(spec)} />
      <Tooltip label="Open in Explore">
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Open ${spec.title} in Explore`}
          data-testid={testIds.overview.openInExplore}
          onClick={() => navigationStore.getState().openExplore(expr)}
        >
          <IconArrowUpRight size={15} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
});
