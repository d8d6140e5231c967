import { Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopy } from '@tabler/icons-react';
import { writePanel } from '../../../shared/dashboards/grafana/panel-codec.ts';
import { sortKeys } from '../../../shared/dashboards/json/json.ts';
import type { DataPanel, UnsupportedPanel } from '../../../shared/domain/dashboard-panel.ts';
import { testIds } from '../../../shared/test-ids.ts';
import { request } from '../../ipc/client.ts';
import { reportFailure } from '../../ui/report-failure.ts';
import classes from './Dashboards.module.css';

interface PanelJsonProps {
  /** null while the dialog is closed. */
  readonly panel: DataPanel | UnsupportedPanel | null;
  readonly onClose: () => void;
}

/** A panel as Grafana writes it. */
export function PanelJson({ panel, onClose }: PanelJsonProps) {
  const text = panel === null ? '' : JSON.stringify(sortKeys(writePanel(panel)), null, 2);
  return (
    <Modal
      opened={panel !== null}
      onClose={onClose}
      size={720}
      title={panel === null || panel.title === '' ? 'Panel JSON' : `${panel.title}: JSON`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="sm">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part must be reachable by keyboard */}
        <pre className={classes.json} tabIndex={0} data-testid={testIds.dashboards.panelJsonText}>
          {text}
        </pre>
        <Group justify="flex-end">
          <Button
            variant="default"
            leftSection={<IconCopy size={15} aria-hidden />}
            onClick={() => {
              request('app.copyText', text).then(
                () => notifications.show({ message: 'Panel JSON copied', autoClose: 2_000 }),
                reportFailure('The panel could not be copied'),
              );
            }}
          >
            Copy
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
