import { Drawer } from '@mantine/core';
import { useState } from 'react';
import type { ExpositionReport } from '../../../../shared/domain/exposition.ts';
import { testIds } from '../../../../shared/test-ids.ts';
import { request } from '../../../ipc/client.ts';
import { useDropped } from '../../../state/drop-store.ts';
import { reportFailure } from '../../../ui/report-failure.ts';
import { Page } from './Page.tsx';
import classes from './PageDrawer.module.css';

/** Metrics text that was dropped on the window, as a target's page is shown: its families and what the lint says. */
export function DroppedPage() {
  const [shown, setShown] = useState<{ readonly name: string; readonly report: ExpositionReport } | null>(
    null,
  );
  useDropped('metrics', ({ name, text }) => {
    request('endpoints.lintText', { text }).then(
      (report) => setShown({ name, report }),
      reportFailure(`${name} could not be read`),
    );
  });
  return (
    <Drawer
      opened={shown !== null}
      onClose={() => setShown(null)}
      position="right"
      size="min(1640px, 94vw)"
      title={shown?.name ?? ''}
      classNames={{ content: classes.content ?? '', body: classes.body ?? '' }}
      data-testid={testIds.targets.droppedPage}
    >
      {shown !== null && <Page report={shown.report} refresh={null} />}
    </Drawer>
  );
}
