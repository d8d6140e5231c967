import { Button, Group, Stack } from '@mantine/core';
import type { StoredDashboard } from '../../../../shared/domain/dashboard-library.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { ImportReportView } from './ImportReportView.tsx';

interface ImportedViewProps {
  readonly imported: StoredDashboard;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

/** A dashboard that was just imported: the report, and the way to it. */
export function ImportedView({ imported, onOpen, onClose }: ImportedViewProps) {
  return (
    <Stack gap="md">
      <ImportReportView dashboard={imported.dashboard} report={imported.report} />
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" color="gray" onClick={onClose}>
          Close
        </Button>
        <Button onClick={onOpen} data-autofocus data-testid={testIds.dashboards.openImported}>
          Open dashboard
        </Button>
      </Group>
    </Stack>
  );
}
